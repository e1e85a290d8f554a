package io.emfs.state;

/**
 * The kernel side noticed something about a thread that serves a request.
 *
 * @param timestampNs epoch ns at which it did
 * @param startTicks start of the thread, clock ticks since boot: tells it from a later one of the same number
 * @param drops quanta used up within the request, this one included
 * @param onCpuNs CPU time that the thread has spent on the request
 */
public record ThreadEvent(
        FunctionKey key,
        long timestampNs,
        ThreadCause cause,
        int pid,
        int tid,
        long startTicks,
        int drops,
        long onCpuNs)
        implements NodeEvent {}

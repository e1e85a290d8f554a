package io.emfs.state;

/**
 * The command to place one thread relative to its function's base queue. It holds until the next one for the same thread;
 * when the base queue changes meanwhile, the thread goes along.
 *
 * @param startTicks start of the thread, clock ticks since boot
 * @param drops queues below the base queue, as far as there are any; 0 = none
 * @param late whether it yields to all requests that can still meet their SLO; {@code drops} is of no consequence then
 */
public record ThreadChange(
        FunctionKey key, int pid, int tid, long startTicks, int drops, boolean late, ThreadCause cause, long causeNs)
        implements Command {

    /** Whether the thread is to be where its function is. */
    public boolean toBase() {
        return drops == 0 && !late;
    }
}

package io.emfs.state;

/** What a node's kernel reports to the job; ordered by {@link #timestampNs()} within one node, give or take a CPU. */
public sealed interface NodeEvent extends Signal
        permits RequestAnswered,
                RequestCompleted,
                RequestDigest,
                InstanceStarted,
                InstanceExited,
                ThreadEvent,
                ConfigurationChanged,
                FunctionPlaced {

    /** Epoch ns at which the kernel reported it. */
    long timestampNs();

    /** Whether it tells of requests; all others tell of processes, threads, queues and the configuration. */
    default boolean ofRequests() {
        return this instanceof RequestAnswered || this instanceof RequestCompleted || this instanceof RequestDigest;
    }
}

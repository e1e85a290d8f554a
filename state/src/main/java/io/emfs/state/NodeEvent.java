package io.emfs.state;

/** What a node's kernel reports to the job; ordered by {@link #timestampNs()} within one node, give or take a CPU. */
public sealed interface NodeEvent permits RequestCompleted, InstanceStarted, InstanceExited {

    FunctionKey key();

    /** Epoch ns at which the kernel reported it. */
    long timestampNs();
}

package io.emfs.state;

/** What the policy tells the executor of a node to do. */
public sealed interface Command permits QueueChange, ThreadChange {

    FunctionKey key();

    /** Epoch ns of the kernel event that led here; the loop's latency is counted from it. */
    long causeNs();
}

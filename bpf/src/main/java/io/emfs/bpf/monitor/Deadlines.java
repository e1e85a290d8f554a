package io.emfs.bpf.monitor;

/** Takes the deadlines that the kernel side tells, on the ring's reading thread. */
@FunctionalInterface
interface Deadlines {
    /** The thread that runs on the CPU now is to be looked at then, in CLOCK_MONOTONIC ns. */
    void at(int cpu, long deadlineNs);
}

package io.emfs.tests.overhead;

/** Runs of one BPF program on all CPUs and how long they took in all. */
record HookCost(String program, long runs, long runTimeNs) {
    double nsPerRun() {
        return runs == 0 ? 0 : (double) runTimeNs / runs;
    }
}

package io.emfs.tests.quantum;

import io.emfs.bpf.libbpf.ProgramStatistics;

/**
 * How late the quanta of some requests ended.
 *
 * @param overshoot CPU time beyond the quantum when its end was told
 * @param clockError CPU time of a request as the kernel side tells it, less what the thread's own clock did
 * @param seconds that it took
 * @param cpus of the machine
 * @param tick the program in the kernel's tick, on all of them
 * @param look the one that looks at a CPU when a quantum is about to end
 */
record OvershootResult(
        Figures overshoot,
        Figures clockError,
        double seconds,
        int cpus,
        ProgramStatistics tick,
        ProgramStatistics look) {
    private static final double NS_PER_S = 1e9;

    /** Part of a core that the tick's program took on each. */
    double tickFraction() {
        return tick.runTimeNs() / (seconds * NS_PER_S * cpus);
    }

    double ticksPerSecond() {
        return tick.runs() / (seconds * cpus);
    }

    /** All of them on the one core that the function had. */
    double looksPerSecond() {
        return look.runs() / seconds;
    }
}

package io.emfs.tests.quantum;

import io.emfs.bpf.libbpf.ProgramStatistics;
import java.util.List;

/**
 * How late the quanta of some requests ended.
 *
 * @param overshoot CPU time beyond the quantum when its end was told
 * @param clockError CPU time of a request as the kernel side tells it, less what the thread's own clock did
 * @param seconds that it took
 * @param cores of the machine
 * @param programs that account at the kernel's events, on all cores
 * @param looks at the function's core, each of which interrupts it
 */
record OvershootResult(
        Figures overshoot,
        Figures clockError,
        double seconds,
        int cores,
        List<ProgramStatistics> programs,
        long looks) {
    private static final double NS_PER_S = 1e9;

    OvershootResult {
        programs = List.copyOf(programs);
    }

    /** Part of each core that the programs took, the kernel's time-keeping of them included. */
    double programsFraction() {
        return programs.stream().mapToLong(ProgramStatistics::runTimeNs).sum() / (seconds * NS_PER_S * cores);
    }

    double looksPerSecond() {
        return looks / seconds;
    }
}

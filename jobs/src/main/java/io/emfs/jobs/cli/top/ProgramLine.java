package io.emfs.jobs.cli.top;

import org.jspecify.annotations.Nullable;

/**
 * What one BPF program cost in the interval.
 *
 * @param section what it is attached to
 * @param nsPerRun null if it did not run
 * @param cpuPercent of one CPU
 */
public record ProgramLine(
        String program,
        String section,
        double runsPerSecond,
        @Nullable Double nsPerRun,
        double cpuPercent) {
    private static final double NS_PER_S = 1e9;
    private static final double PERCENT = 100;

    static ProgramLine of(String program, String section, long runs, long runTimeNs, double seconds) {
        return new ProgramLine(
                program,
                section,
                runs / seconds,
                runs == 0 ? null : (double) runTimeNs / runs,
                runTimeNs / NS_PER_S / seconds * PERCENT);
    }
}

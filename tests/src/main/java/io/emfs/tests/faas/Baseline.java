package io.emfs.tests.faas;

import io.emfs.config.Slo;
import io.emfs.tests.workload.LatencyStatistics;
import java.time.Duration;

/**
 * A function alone on the core.
 *
 * @param meanNs from a request's time of sending to the first byte of its answer
 * @param p95Ns of the same
 */
public record Baseline(FaasFunction function, double meanNs, long p95Ns) {
    private static final double PERCENTILE = 95;
    private static final int SLO_FACTOR = 3;
    private static final long FINE_STEP_NS = 100_000;
    private static final long STEP_NS = 1_000_000;
    private static final long FINE_BELOW_NS = 10 * STEP_NS;

    /** What an idle core adds to the CPU time at most: HTTP and the start of a process. */
    private static final double OVERHEAD_FACTOR = 1.2;

    private static final double OVERHEAD_NS = 2e6;

    static Baseline of(FaasFunction function, LatencyStatistics turnarounds) {
        return new Baseline(function, turnarounds.meanNs(), turnarounds.p95Ns());
    }

    /** Three times its p95 alone, to the next whole millisecond, or tenth of one below 10 ms. */
    public Slo slo() {
        long boundNs = SLO_FACTOR * p95Ns;
        long stepNs = boundNs < FINE_BELOW_NS ? FINE_STEP_NS : STEP_NS;
        return new Slo(PERCENTILE, Duration.ofNanos(Math.max(1, Math.round((double) boundNs / stepNs)) * stepNs));
    }

    /** Whether something else ran on the core, given the scale at which the function was measured. */
    boolean disturbed(double scale) {
        return meanNs > OVERHEAD_FACTOR * function.cpuNs(scale) + OVERHEAD_NS;
    }
}

package io.emfs.tests.quantum;

import io.emfs.tests.workload.LatencyStatistics;
import java.util.List;

/**
 * A distribution, in ns.
 *
 * @param n how many were measured
 */
public record Figures(int n, double p25Ns, double p50Ns, double p75Ns, double p95Ns, double maxNs) {
    static Figures ofNs(List<Long> values) {
        LatencyStatistics sorted = LatencyStatistics.ofNs(values.stream().mapToLong(Long::longValue));
        return new Figures(
                sorted.n(),
                sorted.percentileNs(25),
                sorted.p50Ns(),
                sorted.percentileNs(75),
                sorted.p95Ns(),
                sorted.maxNs());
    }
}

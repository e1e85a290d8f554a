package io.emfs.tests.accuracy;

import io.emfs.state.LatencySketch;
import io.emfs.state.Quantity;
import io.emfs.tests.workload.LatencyStatistics;
import java.util.List;

/**
 * A window's percentiles against the exact nearest-rank ones: |reported − true| / true, NaN if nothing was reported.
 *
 * @param n requests in the window
 */
public record WindowError(long n, double p50, double p95, double p99) {
    static WindowError of(LatencySketch reported, List<TruthRecord> truths, Quantity quantity) {
        LatencyStatistics exact = LatencyStatistics.ofNs(truths.stream().mapToLong(truth -> truth.ns(quantity)));
        return new WindowError(
                reported.count(),
                error(reported, 0.50, exact.p50Ns()),
                error(reported, 0.95, exact.p95Ns()),
                error(reported, 0.99, exact.p99Ns()));
    }

    private static double error(LatencySketch reported, double q, long exactNs) {
        return reported.count() == 0 ? Double.NaN : Math.abs(reported.percentile(q) - exactNs) / exactNs;
    }
}

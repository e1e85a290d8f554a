package io.emfs.tests.workload;

import java.util.Optional;

/** What is compared; lower is better throughout. */
public enum Metric {
    MEAN("mean", "ms"),
    P50("p50", "ms"),
    P95("p95", "ms"),
    P99("p99", "ms"),
    /** Only of a function with an SLO. */
    SLO_MISSES("SLO misses", "%");

    private static final double NS_PER_MS = 1e6;

    private final String title;
    private final String unit;

    Metric(String title, String unit) {
        this.title = title;
        this.unit = unit;
    }

    public String title() {
        return title;
    }

    public String unit() {
        return unit;
    }

    /** Empty where nothing was answered, or nothing promised. */
    Optional<Double> of(FunctionOutcome outcome) {
        LatencyStatistics latency = outcome.latency();
        return switch (this) {
            case MEAN -> ms(latency, latency.meanNs());
            case P50 -> ms(latency, (double) latency.p50Ns());
            case P95 -> ms(latency, (double) latency.p95Ns());
            case P99 -> ms(latency, (double) latency.p99Ns());
            case SLO_MISSES -> outcome.sloMissPercent();
        };
    }

    private static Optional<Double> ms(LatencyStatistics latency, double valueNs) {
        return latency.n() == 0 ? Optional.empty() : Optional.of(valueNs / NS_PER_MS);
    }
}

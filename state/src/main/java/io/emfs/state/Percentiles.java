package io.emfs.state;

/** Summary of one quantity over a window, all in ns; nearest-rank percentiles, relative error ≤ 1 %. All 0 if empty. */
public record Percentiles(double mean, double p50, double p95, double p99, double max) {
    public static final Percentiles EMPTY = new Percentiles(0, 0, 0, 0, 0);
}

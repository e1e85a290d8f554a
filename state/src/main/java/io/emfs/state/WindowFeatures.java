package io.emfs.state;

/** The numbers of a window that a profile is made of: requests per second, and durations in ns. */
public record WindowFeatures(
        double ratePerSecond,
        double latencyMeanNs,
        double latencyP50Ns,
        double latencyP95Ns,
        double latencyP99Ns,
        double queueDelayMeanNs,
        double serviceMeanNs) {
    public static final WindowFeatures EMPTY = new WindowFeatures(0, 0, 0, 0, 0, 0, 0);

    public static WindowFeatures of(WindowSummary window) {
        Percentiles latency = window.latency();
        return new WindowFeatures(
                window.ratePerSecond(),
                latency.mean(),
                latency.p50(),
                latency.p95(),
                latency.p99(),
                window.requests().queueDelay().mean(),
                window.requests().service().mean());
    }
}

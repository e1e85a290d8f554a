package io.emfs.state;

/**
 * What one window saw of one function. A window without requests is reported once, with count 0, so that rates fall.
 *
 * @param window {@code windows[].name}
 * @param startMs epoch ms, inclusive
 * @param endMs epoch ms, exclusive
 * @param count requests answered in the window
 * @param missed of these, the ones whose latency was above the SLO's bound; 0 if the function declares none
 * @param sloLatencyNs latency at the SLO's percentile, ns; 0 if the function declares none
 * @param inFlight requests that the window's last answer left without one; {@link WindowSlice#UNKNOWN} if only digests came
 * @param closedByNs epoch ns of the event that proved the window over: what a decision on it is the answer to
 */
public record WindowSummary(
        FunctionKey key,
        String window,
        long startMs,
        long endMs,
        long count,
        long missed,
        RequestPercentiles requests,
        double sloLatencyNs,
        int inFlight,
        long closedByNs)
        implements Signal {

    public Percentiles latency() {
        return requests.latency();
    }

    public double ratePerSecond() {
        return count * 1000.0 / (endMs - startMs);
    }
}

package io.emfs.state;

/**
 * What one window showed of a function and of the load beside it: all that the model of a function is learned from, and
 * nothing that came after the window. Immutable.
 *
 * @param queue 1…n, where all the window's requests were served
 * @param seconds the window's length
 * @param ratePerSecond requests answered
 * @param queueDelayMeanNs arrival → application read
 * @param onCpuMeanNs CPU time per request
 * @param onCpuP95Ns its 95th percentile
 * @param runQueueWaitMeanNs time that the serving thread was runnable and did not run, per request
 * @param inFlight requests without an answer at the window's end
 * @param cores that the function may run on
 * @param load of the other functions on these cores, in the same window
 */
public record Observation(
        int queue,
        double seconds,
        double ratePerSecond,
        double latencyMeanNs,
        double latencyP95Ns,
        double latencyP99Ns,
        double queueDelayMeanNs,
        double onCpuMeanNs,
        double onCpuP95Ns,
        double runQueueWaitMeanNs,
        double inFlight,
        int cores,
        NodeLoad load) {

    private static final double NS_PER_SECOND = 1e9;

    /** Of a function on a single core. */
    public Observation(
            int queue,
            double seconds,
            double ratePerSecond,
            double latencyMeanNs,
            double latencyP95Ns,
            double latencyP99Ns,
            double queueDelayMeanNs,
            double onCpuMeanNs,
            double onCpuP95Ns,
            double runQueueWaitMeanNs,
            double inFlight,
            NodeLoad load) {
        this(
                queue,
                seconds,
                ratePerSecond,
                latencyMeanNs,
                latencyP95Ns,
                latencyP99Ns,
                queueDelayMeanNs,
                onCpuMeanNs,
                onCpuP95Ns,
                runQueueWaitMeanNs,
                inFlight,
                1,
                load);
    }

    /**
     * Of a window in {@code queue}. Where no request's CPU time is known, its service time stands in: an upper bound. Where
     * only digests tell of the requests, those in flight are their mean by Little's law.
     */
    public static Observation of(WindowSummary window, int queue, int cores, NodeLoad load) {
        RequestPercentiles requests = window.requests();
        Percentiles cpu = requests.onCpu().equals(Percentiles.EMPTY) ? requests.service() : requests.onCpu();
        return new Observation(
                queue,
                (window.endMs() - window.startMs()) / 1000.0,
                window.ratePerSecond(),
                requests.latency().mean(),
                requests.latency().p95(),
                requests.latency().p99(),
                requests.queueDelay().mean(),
                cpu.mean(),
                cpu.p95(),
                requests.runQueueWait().mean(),
                window.inFlight() == WindowSlice.UNKNOWN
                        ? window.ratePerSecond() * requests.latency().mean() / NS_PER_SECOND
                        : window.inFlight(),
                cores,
                load);
    }
}

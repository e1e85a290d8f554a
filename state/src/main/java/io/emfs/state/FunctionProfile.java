package io.emfs.state;

/**
 * What is known about a function beyond its last window: statistics that any model can be trained on, so that a
 * retrained model never invalidates stored state. Immutable.
 *
 * @param windows windows with requests that went into the statistics
 * @param last the last window, with or without requests
 */
public record FunctionProfile(
        long windows,
        RunningStatistic ratePerSecond,
        RunningStatistic latencyMeanNs,
        RunningStatistic latencyP50Ns,
        RunningStatistic latencyP95Ns,
        RunningStatistic latencyP99Ns,
        RunningStatistic queueDelayMeanNs,
        RunningStatistic serviceMeanNs,
        WindowFeatures last) {

    /** Windows after which old ones fade; found in simulation to track drift within two windows. */
    public static final int MEMORY_WINDOWS = 12;

    public static final FunctionProfile EMPTY = new FunctionProfile(
            0,
            RunningStatistic.EMPTY,
            RunningStatistic.EMPTY,
            RunningStatistic.EMPTY,
            RunningStatistic.EMPTY,
            RunningStatistic.EMPTY,
            RunningStatistic.EMPTY,
            RunningStatistic.EMPTY,
            WindowFeatures.EMPTY);

    /**
     * The profile after one more window. A window without requests replaces only {@link #last}: it has no latency, and as
     * it is reported once however long the silence, its rate would be an arbitrary sample.
     */
    public FunctionProfile next(WindowSummary window) {
        WindowFeatures x = WindowFeatures.of(window);
        if (window.count() == 0) {
            return new FunctionProfile(
                    windows,
                    ratePerSecond,
                    latencyMeanNs,
                    latencyP50Ns,
                    latencyP95Ns,
                    latencyP99Ns,
                    queueDelayMeanNs,
                    serviceMeanNs,
                    x);
        }
        long n = windows + 1;
        double gain = 1.0 / Math.min(n, MEMORY_WINDOWS);
        return new FunctionProfile(
                n,
                ratePerSecond.next(x.ratePerSecond(), gain),
                latencyMeanNs.next(x.latencyMeanNs(), gain),
                latencyP50Ns.next(x.latencyP50Ns(), gain),
                latencyP95Ns.next(x.latencyP95Ns(), gain),
                latencyP99Ns.next(x.latencyP99Ns(), gain),
                queueDelayMeanNs.next(x.queueDelayMeanNs(), gain),
                serviceMeanNs.next(x.serviceMeanNs(), gain),
                x);
    }
}

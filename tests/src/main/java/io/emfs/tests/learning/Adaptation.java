package io.emfs.tests.learning;

import io.emfs.state.Observation;

/** What a {@link Method} makes of one function, window by window. One thread. */
public interface Adaptation {
    /** A window is over. */
    void observe(Observation seen);

    /**
     * Forecasts the next window's p95 latency in each queue, p1 first: ln of ns. NaN where it has no opinion.
     *
     * @param lnUpper80ByQueue the 80 % quantile; all NaN for a method without one
     */
    void predict(double[] lnP95ByQueue, double[] lnUpper80ByQueue);
}

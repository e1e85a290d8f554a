package io.emfs.tests.learning;

import io.emfs.state.Observation;
import java.util.Arrays;

/** Nothing changes, and queues are all the same: with a gain of 1 the last window, below an exponentially weighted mean. */
record LastValue(String name, double gain) implements Method {
    static final Method LAST = new LastValue("last", 1);
    static final Method EWMA = new LastValue("ewma", 0.3);

    @Override
    public Adaptation adapt() {
        return new Adaptation() {
            private double lnP95 = Double.NaN;

            @Override
            public void observe(Observation seen) {
                double now = Math.log(seen.latencyP95Ns());
                lnP95 = Double.isNaN(lnP95) ? now : lnP95 + gain * (now - lnP95);
            }

            @Override
            public void predict(double[] lnP95ByQueue, double[] lnUpper80ByQueue) {
                Arrays.fill(lnP95ByQueue, lnP95);
                Arrays.fill(lnUpper80ByQueue, Double.NaN);
            }
        };
    }
}

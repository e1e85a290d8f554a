package io.emfs.tests.learning.simulation;

/** What a window would have been like in each queue: the mean over several futures. Immutable. */
public final class WhatIf {
    private final double[] lnP95;
    private final boolean[] known;

    /** Takes ownership; one entry per queue, p1 first. */
    WhatIf(double[] lnP95, boolean[] known) {
        this.lnP95 = lnP95;
        this.known = known;
    }

    public int queues() {
        return lnP95.length;
    }

    /**
     * ln of the latency's 95th percentile in ns, had the function been in {@code queue}, 1…n. Where it is not
     * {@link #known}, requests without an answer count with their age, and it is a lower bound.
     */
    public double lnP95(int queue) {
        return lnP95[queue - 1];
    }

    /** Whether enough requests were answered in each future. */
    public boolean known(int queue) {
        return known[queue - 1];
    }
}

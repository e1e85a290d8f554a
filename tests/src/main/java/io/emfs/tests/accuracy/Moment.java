package io.emfs.tests.accuracy;

/**
 * When a byte passed the loopback device, as far as client and server can know: between two readings of their clocks,
 * and by the kernel's stamp of the packet. All ns of CLOCK_MONOTONIC.
 *
 * @param stampNs 0 where no stamp is surely that byte's
 */
record Moment(long lowerNs, long upperNs, long stampNs) {
    Moment {
        if (lowerNs <= 0 || upperNs < lowerNs) {
            throw new IllegalArgumentException("lowerNs=" + lowerNs + ", upperNs=" + upperNs);
        }
    }

    /** The stamp, unless it is another packet's; then the middle. */
    long ns() {
        return stamped() ? stampNs : lowerNs + (upperNs - lowerNs) / 2;
    }

    /** How far {@link #ns} may be from the truth. */
    long uncertaintyNs() {
        return stamped() ? 0 : (upperNs - lowerNs + 1) / 2;
    }

    private boolean stamped() {
        return stampNs >= lowerNs && stampNs <= upperNs;
    }
}

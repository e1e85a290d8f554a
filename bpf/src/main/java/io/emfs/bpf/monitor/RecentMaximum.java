package io.emfs.bpf.monitor;

import java.util.Arrays;

/** The largest of the values recorded in the last 15 to 20 s, however many ask for it; 0 if there were none. Thread-safe. */
final class RecentMaximum {
    private static final long SLOT_NS = 5_000_000_000L;
    private static final int SLOTS = 4;

    private final long[] maxima = new long[SLOTS];
    private long newest = Long.MIN_VALUE;

    /** {@code nowNs} never decreases; values are not negative. */
    synchronized void record(long nowNs, long value) {
        forgetBefore(nowNs);
        int slot = Math.floorMod(newest, SLOTS);
        maxima[slot] = Math.max(maxima[slot], value);
    }

    synchronized long at(long nowNs) {
        forgetBefore(nowNs);
        return Arrays.stream(maxima).max().orElse(0);
    }

    private void forgetBefore(long nowNs) {
        long now = Math.floorDiv(nowNs, SLOT_NS);
        for (long slot = Math.max(newest + 1, now - SLOTS + 1); slot <= now; slot++) {
            maxima[Math.floorMod(slot, SLOTS)] = 0;
        }
        newest = Math.max(newest, now);
    }
}

package io.emfs.jobs.replay;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** How fast a replay goes against the clock; {@link #FASTEST} does not look at it. The source's thread only. */
public final class Pace {
    /** The speed that waits for nothing. */
    public static final double FASTEST = 0;

    private static final long NONE = Long.MIN_VALUE;

    private final double speed;
    private long firstEventNs = NONE;
    private long firstClockNs;

    /** 1 is the speed of the recording, 10 ten times that. */
    public Pace(double speed) {
        if (!(speed >= FASTEST)) {
            throw new IllegalArgumentException("speed=" + speed + ", must not be negative");
        }
        this.speed = speed;
    }

    /** How long an event of that time has to wait, ns; not positive if it is due. */
    long waitNs(long eventNs, long clockNs) {
        if (speed == FASTEST) {
            return 0;
        }
        if (firstEventNs == NONE) {
            firstEventNs = eventNs;
            firstClockNs = clockNs;
        }
        return (long) ((eventNs - firstEventNs) / speed) - (clockNs - firstClockNs);
    }

    static CompletableFuture<Void> after(long ns) {
        return CompletableFuture.runAsync(() -> {}, CompletableFuture.delayedExecutor(ns, TimeUnit.NANOSECONDS));
    }
}

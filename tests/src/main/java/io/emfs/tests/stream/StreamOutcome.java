package io.emfs.tests.stream;

import java.time.Duration;

/**
 * What one stream came to.
 *
 * @param events that the job took
 * @param cpu of the whole JVM meanwhile
 * @param checkpointBytes the newest checkpoint's size; 0 if none was taken
 */
record StreamOutcome(long events, Duration time, Duration cpu, long checkpointBytes) {
    private static final double NS_PER_SECOND = 1e9;

    /** By CPU time: what else ran on the core does not count. */
    double perSecondAndCore() {
        return events * NS_PER_SECOND / cpu.toNanos();
    }

    /** By the clock. */
    double perSecond() {
        return events * NS_PER_SECOND / time.toNanos();
    }

    /** How many cores the JVM had, on average. */
    double cores() {
        return (double) cpu.toNanos() / time.toNanos();
    }
}

package io.emfs.pipeline.link.agent;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** How long to wait before the next try: a quarter longer each time, and never for all agents alike. Not thread-safe. */
final class Backoff {
    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofMillis(500);

    /** Where there is no hurry: another endpoint is linked, or this one has said no. */
    private static final Duration LEISURE = Duration.ofSeconds(5);

    private long nextMs = FIRST.toMillis();

    /** In ms: half of it is fixed, half is chance. */
    long nextMs() {
        long waitMs = nextMs;
        nextMs = Math.min(nextMs + nextMs / 4, LONGEST.toMillis());
        return spread(waitMs);
    }

    /** In ms, likewise. */
    static long leisurelyMs() {
        return spread(LEISURE.toMillis());
    }

    private static long spread(long ms) {
        return ms / 2 + ThreadLocalRandom.current().nextLong(ms / 2 + 1);
    }

    /** Begins anew. */
    void reset() {
        nextMs = FIRST.toMillis();
    }
}

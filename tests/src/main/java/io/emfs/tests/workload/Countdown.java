package io.emfs.tests.workload;

import java.time.Duration;

/** Tells the progress of phases whose lengths add up to a total known before. Not thread-safe. */
public final class Countdown implements AutoCloseable {
    private final ProgressClock clock;
    private Duration left;

    public Countdown(Progress progress, Duration total) {
        clock = new ProgressClock(progress, total);
        left = total;
    }

    public void begin(String phase, Duration length) {
        left = left.minus(length);
        clock.begin(phase, length, left);
    }

    @Override
    public void close() {
        clock.close();
    }
}

package io.emfs.tests.workload;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Reports {@link Progress} each second from a daemon thread while phases run one after the other. */
public final class ProgressClock implements AutoCloseable {
    private final Progress progress;
    private final ScheduledExecutorService timer;
    private final ScheduledFuture<?> tick;

    private volatile Current current;

    /** @param endNs of its sending, by {@link System#nanoTime} */
    private record Current(String phase, long endNs, Duration later) {}

    public ProgressClock(Progress progress, Duration total) {
        this.progress = progress;
        this.current = new Current("starting", System.nanoTime(), total);
        this.timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "progress");
            thread.setDaemon(true);
            return thread;
        });
        this.tick = timer.scheduleAtFixedRate(this::report, 0, 1, TimeUnit.SECONDS);
    }

    /** A phase that sends for {@code duration} begins; {@code later} is what all after it will take. */
    public void begin(String phase, Duration duration, Duration later) {
        current = new Current(phase, System.nanoTime() + duration.toNanos(), later);
    }

    private void report() {
        Current now = current;
        Duration left = Duration.ofNanos(Math.max(0, now.endNs() - System.nanoTime()));
        progress.update(now.phase(), left, left.plus(now.later()));
    }

    @Override
    public void close() {
        tick.cancel(false);
        timer.shutdown();
    }
}

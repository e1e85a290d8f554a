package io.emfs.pipeline.http;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;

/** Holds something open from when it is first asked for until nobody has asked for a while. Thread-safe. */
public final class Lease implements AutoCloseable {
    private final Supplier<Disposable> opening;
    private final Duration term;
    private final Scheduler timer;
    private @Nullable Disposable held;
    private @Nullable Disposable expiry;
    private long renewals;

    /** Nothing is opened before the first {@link #renew}. */
    public Lease(Supplier<Disposable> opening, Duration term, Scheduler timer) {
        this.opening = opening;
        this.term = term;
        this.timer = timer;
    }

    /** Opens it unless it is open, and keeps it so for another term. Throws what opening does. */
    public synchronized void renew() {
        if (held == null) {
            held = opening.get();
        }
        if (expiry != null) {
            expiry.dispose();
        }
        long renewal = ++renewals;
        expiry = timer.schedule(() -> expire(renewal), term.toMillis(), TimeUnit.MILLISECONDS);
    }

    public synchronized boolean held() {
        return held != null;
    }

    public Duration term() {
        return term;
    }

    @Override
    public synchronized void close() {
        expire(renewals);
    }

    /** An expiry may have begun to run, and wait here, while its term was prolonged. */
    private synchronized void expire(long renewal) {
        if (renewal == renewals && held != null) {
            held.dispose();
            held = null;
        }
    }
}

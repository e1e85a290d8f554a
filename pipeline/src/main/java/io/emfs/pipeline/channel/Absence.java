package io.emfs.pipeline.channel;

import java.util.function.LongSupplier;

/**
 * How long a node was without a job, which is what an upgrade or a failure of the job costs it: from the last moment at which
 * the former job took events, or wrote its state, to the first at which the next one does. After a stop with a savepoint that
 * is exact; a job that failed on a quiet node took its last events some time before. All methods are the draining thread's,
 * but {@link #lastNs}, which is anybody's.
 */
final class Absence {
    private final LongSupplier clock;
    private long attendedNs;
    private boolean returning;
    private boolean attended;
    private volatile long lastNs;

    /** {@code clock} counts ns from anywhere, and only forwards. */
    Absence(LongSupplier clock) {
        this.clock = clock;
    }

    /** Another job, or start of one, is about to attend. */
    void returns() {
        returning = attended;
    }

    void attends() {
        long now = clock.getAsLong();
        if (returning) {
            lastNs = now - attendedNs;
            returning = false;
        }
        attendedNs = now;
        attended = true;
    }

    /** The newest; 0 while the first job attends. */
    long lastNs() {
        return lastNs;
    }
}

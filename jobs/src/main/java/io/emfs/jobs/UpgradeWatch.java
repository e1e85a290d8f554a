package io.emfs.jobs;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that a client replaced the job. The cluster is asked only after a job began to take events anew, and until its
 * tasks all run or have had time enough to: to ask four times a second costs a hundredth of a core. {@link #run} is to be
 * called now and then, by one thread.
 */
final class UpgradeWatch implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(UpgradeWatch.class);
    private static final long PATIENCE_NS = Duration.ofSeconds(60).toNanos();

    private final IntSupplier joined;
    private final Supplier<Optional<JobConfiguration>> successor;
    private final Consumer<JobConfiguration> follow;
    private int seen;
    private boolean asks;
    private long askedSinceNs;

    /**
     * A watch to which the job that runs now is none that replaced another.
     *
     * @param joined how many starts of a job there were
     * @param successor of the job that ran when it was asked last, if it runs by now
     * @param follow is told of the successor
     */
    UpgradeWatch(
            IntSupplier joined, Supplier<Optional<JobConfiguration>> successor, Consumer<JobConfiguration> follow) {
        this.joined = joined;
        this.successor = successor;
        this.follow = follow;
        this.seen = joined.getAsInt();
    }

    @Override
    public void run() {
        int now = joined.getAsInt();
        if (now != seen) {
            seen = now;
            asks = true;
            askedSinceNs = System.nanoTime();
        }
        if (!asks) {
            return;
        }
        try {
            Optional<JobConfiguration> found = successor.get();
            asks = found.isEmpty() && System.nanoTime() - askedSinceNs < PATIENCE_NS;
            found.ifPresent(follow);
        } catch (RuntimeException e) {
            log.warn("an upgrade was not followed: {}", e.getMessage());
        }
    }
}

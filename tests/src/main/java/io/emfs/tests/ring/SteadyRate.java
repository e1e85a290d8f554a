package io.emfs.tests.ring;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * So many records a second for a while, a burst each millisecond, beside a reader that drains them. A producer that was
 * kept from running catches up, in one larger burst. Blocks the calling thread.
 */
public record SteadyRate(int capacityBytes, long perSecond, Duration duration) {
    private static final long STEP_NS = TimeUnit.MILLISECONDS.toNanos(1);

    public Outcome run() throws InterruptedException {
        long total = perSecond * duration.toNanos() / TimeUnit.SECONDS.toNanos(1);
        try (RingFill fill = RingFill.open(capacityBytes);
                RingDrain drain = new RingDrain(fill)) {
            long maxFillBytes = 0;
            long startNs = System.nanoTime();
            for (long offered = 0; offered < total; ) {
                long due = Math.min(total, dueAfter(System.nanoTime() - startNs));
                fill.fill(Math.toIntExact(due - offered));
                offered = due;
                maxFillBytes = Math.max(maxFillBytes, drain.fillBytes());
                LockSupport.parkNanos(STEP_NS);
            }
            long tookNs = System.nanoTime() - startNs;
            long read = drain.finish();
            return new Outcome(
                    new RingAccount(total, fill.submitted(), read, fill.dropped()),
                    (double) total * TimeUnit.SECONDS.toNanos(1) / tookNs,
                    maxFillBytes);
        }
    }

    private long dueAfter(long elapsedNs) {
        return elapsedNs / STEP_NS * STEP_NS * perSecond / TimeUnit.SECONDS.toNanos(1);
    }

    /**
     * What came of it.
     *
     * @param perSecond achieved
     * @param maxFillBytes the fullest that the ring was seen, right after a burst
     */
    public record Outcome(RingAccount account, double perSecond, long maxFillBytes) {}
}

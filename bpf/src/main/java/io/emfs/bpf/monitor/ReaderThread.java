package io.emfs.bpf.monitor;

import io.emfs.bpf.ring.RecordHandler;
import io.emfs.bpf.ring.RingBufferReader;
import io.emfs.bpf.sched.OwnThreads;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drains the ring until stopped. Blocks in epoll_wait(2) while it is empty, only for milliseconds, because the kernel side
 * does not wake it for most requests.
 */
final class ReaderThread extends Thread {
    private static final Logger log = LoggerFactory.getLogger(ReaderThread.class);

    /** How long a request may be waited for that is the first after a pause. */
    private static final long IDLE_WAIT_NS = 20_000_000;

    /** How long one may that follows another within {@link #PAUSE_NS}. */
    private static final long BUSY_WAIT_NS = 3_000_000;

    private static final long PAUSE_NS = 200_000_000;

    private static final long NS_PER_MS = 1_000_000;

    /** Ring space is freed at least this often, in records. */
    private static final int BATCH = 64;

    private final RingBufferReader ring;
    private final RecordHandler handler;
    private final Runnable beforeFirst;
    private final Runnable tick;
    private final long tickNs;
    private volatile boolean stopped;

    /** {@code beforeFirst} runs on this thread before the first record is taken, {@code tick} every {@code tickNs}. */
    ReaderThread(RingBufferReader ring, RecordHandler handler, Runnable beforeFirst, Runnable tick, long tickNs) {
        super("emfs-ring-reader");
        this.ring = ring;
        this.handler = handler;
        this.beforeFirst = beforeFirst;
        this.tick = tick;
        this.tickNs = tickNs;
        setDaemon(true);
    }

    @Override
    public void run() {
        try {
            OwnThreads.joinRoad();
            beforeFirst.run();
            long newestNs = System.nanoTime();
            long nextTickNs = newestNs;
            while (!stopped) {
                int records = ring.poll(handler, BATCH);
                long nowNs = System.nanoTime();
                if (nowNs - nextTickNs >= 0) {
                    tick.run();
                    nextTickNs = nowNs + tickNs;
                }
                if (records > 0) {
                    newestNs = nowNs;
                } else {
                    boolean busy = nowNs - newestNs < PAUSE_NS;
                    long waitNs = Math.min(busy ? BUSY_WAIT_NS : IDLE_WAIT_NS, nextTickNs - nowNs);
                    ring.await((int) Math.max(1, waitNs / NS_PER_MS));
                }
            }
        } catch (RuntimeException e) {
            log.error("the ring reader stopped; eMFS sees no more requests", e);
            throw e;
        }
    }

    void stopAndJoin() {
        stopped = true;
        ThreadEnd.await(this);
    }
}

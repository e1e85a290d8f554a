package io.emfs.bpf.monitor;

import io.emfs.bpf.ring.RecordHandler;
import io.emfs.bpf.ring.RingBufferReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Drains the ring until stopped; blocks in epoll_wait(2) while it is empty. */
final class ReaderThread extends Thread {
    private static final Logger log = LoggerFactory.getLogger(ReaderThread.class);

    /** Bounds how long {@link #stopAndJoin} takes; events wake the thread at once. */
    private static final int WAIT_MS = 200;

    /** Ring space is freed at least this often, in records. */
    private static final int BATCH = 64;

    private final RingBufferReader ring;
    private final RecordHandler handler;
    private final Runnable beforeFirst;
    private volatile boolean stopped;

    /** {@code beforeFirst} runs on this thread before the first record is taken. */
    ReaderThread(RingBufferReader ring, RecordHandler handler, Runnable beforeFirst) {
        super("emfs-ring-reader");
        this.ring = ring;
        this.handler = handler;
        this.beforeFirst = beforeFirst;
        setDaemon(true);
    }

    @Override
    public void run() {
        try {
            beforeFirst.run();
            while (!stopped) {
                if (ring.poll(handler, BATCH) == 0) {
                    ring.await(WAIT_MS);
                }
            }
        } catch (RuntimeException e) {
            log.error("the ring reader stopped; eMFS sees no more requests", e);
            throw e;
        }
    }

    void stopAndJoin() {
        stopped = true;
        boolean interrupted = false;
        while (isAlive()) {
            try {
                join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

package io.emfs.bpf.monitor;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A daemon thread that runs one task again and again until closed; a failure is logged and does not end it. */
final class PeriodicThread extends Thread implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(PeriodicThread.class);

    private final Runnable task;
    private final long intervalMs;

    PeriodicThread(String name, Runnable task, long intervalMs) {
        super(name);
        this.task = task;
        this.intervalMs = intervalMs;
        setDaemon(true);
    }

    @Override
    public void run() {
        while (!isInterrupted()) {
            try {
                Thread.sleep(intervalMs);
                task.run();
            } catch (InterruptedException closed) {
                return;
            } catch (RuntimeException e) {
                log.error("{} failed and goes on: {}", getName(), e.getMessage(), e);
            }
        }
    }

    /** Returns once the task is not running any more. */
    @Override
    public void close() {
        interrupt();
        ThreadEnd.await(this);
    }
}

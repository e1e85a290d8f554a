package io.emfs.jobs.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** SIGTERM or Ctrl-C as an event that a command waits for; the JVM does not end until {@link #close}. Thread-safe. */
final class StopSignal implements AutoCloseable {
    private static final int CLOSE_LIMIT_S = 20;

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread hook = new Thread(this::ask, "emfs-shutdown");

    StopSignal() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Whether the signal came within that time. */
    boolean await(Duration atMost) throws InterruptedException {
        return asked.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** The command is through: the JVM may end. */
    @Override
    public void close() {
        done.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the JVM is going down already
        }
    }

    private void ask() {
        asked.countDown();
        try {
            if (!done.await(CLOSE_LIMIT_S, TimeUnit.SECONDS)) {
                System.err.println("emfs: did not end in order within " + CLOSE_LIMIT_S + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

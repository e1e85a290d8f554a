package io.emfs.tests;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.assertj.core.api.Assertions;

/** Waits for something that the machine does in its own time; the limit only ends a test that would hang. */
public final class Await {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int POLL_MS = 20;

    private Await() {}

    public static void until(String what, BooleanSupplier condition) throws InterruptedException {
        long deadlineNs = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadlineNs) {
                Assertions.fail("not within " + LIMIT.toSeconds() + " s: " + what);
            }
            Thread.sleep(POLL_MS);
        }
    }
}

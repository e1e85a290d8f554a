package io.emfs.pipeline.channel;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Wakes one waiting reader. {@link #await} is called by the reader's thread only, {@link #signal} by any thread after it
 * published what the reader waits for; neither blocks.
 *
 * <p>The reader publishes its future first and looks again afterwards, the producer publishes its event first and looks
 * for a future afterwards: whichever order the two meet in, one of them sees the other (Dekker's argument, over volatile
 * accesses). Spurious wake-ups happen, lost ones do not.
 */
public final class Availability {
    private static final CompletableFuture<Void> NOW = CompletableFuture.completedFuture(null);

    private final AtomicReference<@Nullable CompletableFuture<Void>> waiting = new AtomicReference<>();

    /** A future that is complete as soon as {@code ready} may hold. */
    public CompletableFuture<Void> await(BooleanSupplier ready) {
        if (ready.getAsBoolean()) {
            return NOW;
        }
        CompletableFuture<Void> future = waiting.get();
        if (future == null || future.isDone()) { // Flink may still hold a pending one: it must not be replaced
            future = new CompletableFuture<>();
            waiting.set(future);
        }
        if (ready.getAsBoolean()) {
            future.complete(null);
        }
        return future;
    }

    /** From any thread, after the event was published. */
    public void signal() {
        CompletableFuture<Void> future = waiting.getAndSet(null);
        if (future != null) {
            future.complete(null);
        }
    }
}

package io.emfs.pipeline.link.job;

import io.emfs.pipeline.channel.Availability;
import io.emfs.state.NodeEvent;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What the agents of one source reader have sent. They add from the link's threads, one reader takes. Bounded by the credit
 * that agents have, which a batch gives back when it is {@link Batch#done}.
 */
public final class Inbox {
    /** Events of one node, in order. */
    public static final class Batch {
        private final List<NodeEvent> events;
        private final Runnable done;

        Batch(List<NodeEvent> events, Runnable done) {
            this.events = events;
            this.done = done;
        }

        public List<NodeEvent> events() {
            return events;
        }

        /** They have gone into the stream. */
        public void done() {
            done.run();
        }
    }

    private final Predicate<String> own;
    private final Queue<Batch> batches = new ConcurrentLinkedQueue<>();
    private final Availability availability = new Availability();
    private final AtomicInteger agents = new AtomicInteger();

    /** @param own the nodes that its reader has */
    Inbox(Predicate<String> own) {
        this.own = own;
    }

    boolean isFor(String node) {
        return own.test(node);
    }

    void add(Batch batch) {
        batches.add(batch);
        availability.signal();
    }

    void joined() {
        agents.incrementAndGet();
    }

    void left() {
        agents.decrementAndGet();
    }

    /** Agents that send here. */
    public int agents() {
        return agents.get();
    }

    /** Null if there is nothing. */
    public @Nullable Batch poll() {
        return batches.poll();
    }

    /** Whether there is nothing. */
    public boolean isEmpty() {
        return batches.isEmpty();
    }

    /** Complete if there is something, else completed when there is. */
    public CompletableFuture<Void> available() {
        return availability.await(() -> !batches.isEmpty());
    }
}

package io.emfs.pipeline.channel;

import io.emfs.state.NodeEvent;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.agrona.concurrent.ManyToOneConcurrentArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * Events on their way from the monitor to the job: many producers, one reader; nobody blocks.
 *
 * <p>A request that finds the queue full is dropped and counted. Starts and exits are never dropped: they overflow into a
 * list, and until the reader has worked that off no request is let in, so that every producer's events keep their order.
 */
final class EventQueue {
    private final ManyToOneConcurrentArrayQueue<NodeEvent> ring;
    private final Queue<NodeEvent> overflow = new ConcurrentLinkedQueue<>();
    private final Availability availability = new Availability();
    private final LongAdder dropped = new LongAdder();

    EventQueue(int capacity) {
        ring = new ManyToOneConcurrentArrayQueue<>(capacity);
    }

    /** False if the event was dropped. */
    boolean offer(NodeEvent event) {
        if (overflow.isEmpty() && ring.offer(event)) {
            availability.signal();
            return true;
        }
        if (event.ofRequests()) {
            dropped.increment();
            return false;
        }
        overflow.add(event);
        availability.signal();
        return true;
    }

    /** Hands at most {@code limit} events to {@code consumer}; the reader's thread only. Returns how many. */
    int drain(Consumer<NodeEvent> consumer, int limit) {
        int count = 0;
        for (NodeEvent event; count < limit && (event = poll()) != null; count++) {
            consumer.accept(event);
        }
        return count;
    }

    /** While the overflow holds something the ring only empties, so an empty ring seen after it means: its turn. */
    private @Nullable NodeEvent poll() {
        boolean overflowed = !overflow.isEmpty();
        NodeEvent event = ring.poll();
        return event == null && overflowed ? overflow.poll() : event;
    }

    CompletableFuture<Void> available() {
        return availability.await(() -> !isEmpty());
    }

    void wake() {
        availability.signal();
    }

    boolean isEmpty() {
        return ring.isEmpty() && overflow.isEmpty();
    }

    long droppedCount() {
        return dropped.sum();
    }
}

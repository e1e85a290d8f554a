package io.emfs.pipeline.executor;

import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BinaryOperator;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A queue that holds at most one command per subject: a newer one overtakes the one that waits, in its place. Thread-safe,
 * lock-free per subject.
 */
final class Conflation<K, C> {
    private final BinaryOperator<C> overtake;
    private final ConcurrentMap<K, C> pending = new ConcurrentHashMap<>();
    private final Queue<K> order = new ConcurrentLinkedQueue<>();

    /** {@code overtake} makes one command of the one that waits and the newer one. */
    Conflation(BinaryOperator<C> overtake) {
        this.overtake = overtake;
    }

    /** False if it overtook another. */
    boolean put(K subject, C command) {
        AtomicBoolean first = new AtomicBoolean();
        pending.compute(subject, (key, before) -> {
            first.set(before == null);
            return before == null ? command : overtake.apply(before, command);
        });
        if (first.get()) {
            order.add(subject);
        }
        return first.get();
    }

    /** The newest command of the subject that has waited longest; null if there is none. */
    @Nullable
    C poll() {
        K subject = order.poll();
        return subject == null ? null : Objects.requireNonNull(pending.remove(subject), "a subject without a command");
    }

    /** The same, if it is one that {@code wanted} accepts; else null. While nobody else polls. */
    @Nullable
    C pollIf(Predicate<C> wanted) {
        K subject = order.peek();
        C next = subject == null ? null : pending.get(subject);
        return next != null && wanted.test(next) ? poll() : null;
    }

    boolean isEmpty() {
        return order.isEmpty();
    }
}

package io.emfs.pipeline.link.job;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** What an endpoint keeps of one node, whether its agent is there or not. Thread-safe. */
final class NodeDesk {
    private final String node;
    private final Outbox outbox = new Outbox();
    private final AtomicReference<@Nullable AgentSession> session = new AtomicReference<>();
    private volatile long leftNs;

    NodeDesk(String node) {
        this.node = node;
    }

    String node() {
        return node;
    }

    Outbox outbox() {
        return outbox;
    }

    /** Null while the agent is away. */
    @Nullable
    AgentSession session() {
        return session.get();
    }

    /** The one that was there before; null if there was none. */
    @Nullable
    AgentSession take(AgentSession next) {
        AgentSession former = session.getAndSet(next);
        outbox.rewind();
        return former;
    }

    /** Nothing happens if another one took its place. */
    void leave(AgentSession gone) {
        leftNs = System.nanoTime();
        session.compareAndSet(gone, null);
    }

    boolean isAwayFor(long ns) {
        return session.get() == null && System.nanoTime() - leftNs > ns;
    }
}

package io.emfs.bpf.monitor;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes room in a full {@code connections} map: forgets kept-alive connections without a pending request, which are
 * known again at their next one. One with a request pending, or of a protocol found unsupported, is never forgotten. A
 * thread of its own; a walk over 65 536 connections takes some 100 ms.
 */
final class ConnectionEviction implements Runnable {
    /** A connection this quiet is unlikely to be in use at the moment. */
    private static final long QUIET_NS = 1_000_000_000;

    private static final Logger log = LoggerFactory.getLogger(ConnectionEviction.class);

    private final ConnectionTable connections;
    private final LongSupplier refusals;
    private long refusedBefore;
    private final AtomicLong evicted = new AtomicLong();

    /** {@code refusals}: how many connections found no room so far. */
    ConnectionEviction(ConnectionTable connections, LongSupplier refusals) {
        this.connections = connections;
        this.refusals = refusals;
    }

    /** Connections forgotten so far. */
    long evicted() {
        return evicted.get();
    }

    /** Does nothing unless connections were refused since the last time. */
    @Override
    public void run() {
        long refused = refusals.getAsLong();
        if (refused == refusedBefore) {
            return;
        }
        refusedBefore = refused;
        int forgotten = connections.forgetQuietSince(System.nanoTime() - QUIET_NS);
        evicted.addAndGet(forgotten);
        log.warn(
                "the map of connections was full {} times; forgot {} idle ones: monitor.max-sockets",
                refused,
                forgotten);
    }
}

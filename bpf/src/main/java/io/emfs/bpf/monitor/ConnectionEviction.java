package io.emfs.bpf.monitor;

import io.emfs.bpf.libbpf.BpfMap;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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
    /** {@code struct connection} of maps.bpf.h. */
    static final int SIZE_BYTES = 120;

    static final int ARRIVAL_NS_OFFSET = 8;
    static final int LAST_NS_OFFSET = 24;
    static final int STATE_OFFSET = 112;
    private static final int STATE_IDLE = 1;
    private static final int STATE_ANSWERED = 3;

    /** A connection this quiet is unlikely to be in use at the moment. */
    private static final long QUIET_NS = 1_000_000_000;

    private static final Logger log = LoggerFactory.getLogger(ConnectionEviction.class);

    private final BpfMap connections;
    private final LongSupplier refusals;
    private long refusedBefore;
    private final AtomicLong evicted = new AtomicLong();

    /** {@code refusals}: how many connections found no room so far. */
    ConnectionEviction(BpfMap connections, LongSupplier refusals) {
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
        long now = System.nanoTime();
        long before = evicted.get();
        connections.removeIf(Long.BYTES, SIZE_BYTES, value -> {
            boolean quiet = isQuiet(value, now);
            evicted.addAndGet(quiet ? 1 : 0);
            return quiet;
        });
        log.warn(
                "the map of connections was full {} times; forgot {} idle ones: monitor.max-sockets",
                refused,
                evicted.get() - before);
    }

    private static boolean isQuiet(byte[] connection, long nowNs) {
        ByteBuffer value = ByteBuffer.wrap(connection).order(ByteOrder.nativeOrder());
        int state = value.get(STATE_OFFSET);
        long newestNs = Math.max(value.getLong(ARRIVAL_NS_OFFSET), value.getLong(LAST_NS_OFFSET));
        return (state == STATE_IDLE || state == STATE_ANSWERED) && nowNs - newestNs > QUIET_NS;
    }
}

package io.emfs.bpf.monitor;

import io.emfs.bpf.libbpf.BpfMap;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicInteger;

/** {@code struct connection} of maps.bpf.h, and {@code enum connection_state}. */
final class ConnectionDescriptor {
    static final int KEY_BYTES = 8;
    static final int SIZE_BYTES = 120;
    private static final int ARRIVAL_NS_OFFSET = 8;
    private static final int LAST_NS_OFFSET = 24;
    private static final int STATE_OFFSET = 116;
    private static final int STATE_IDLE = 1;
    private static final int STATE_PENDING = 2;
    private static final int STATE_ANSWERED = 3;

    private ConnectionDescriptor() {}

    /** Whether nothing is lost when it is forgotten, and nothing has gone over it since. */
    static boolean isQuietSince(byte[] connection, long monotonicNs) {
        ByteBuffer value = ByteBuffer.wrap(connection).order(ByteOrder.nativeOrder());
        int state = value.get(STATE_OFFSET);
        long newestNs = Math.max(value.getLong(ARRIVAL_NS_OFFSET), value.getLong(LAST_NS_OFFSET));
        return (state == STATE_IDLE || state == STATE_ANSWERED) && newestNs < monotonicNs;
    }

    /** How many have a request that waits for its answer. */
    static int pending(BpfMap connections) {
        AtomicInteger pending = new AtomicInteger();
        connections.forEach(KEY_BYTES, SIZE_BYTES, (key, value) -> {
            if (value[STATE_OFFSET] == STATE_PENDING) {
                pending.incrementAndGet();
            }
        });
        return pending.get();
    }
}

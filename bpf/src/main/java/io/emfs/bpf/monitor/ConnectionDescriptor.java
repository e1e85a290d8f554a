package io.emfs.bpf.monitor;

import org.agrona.DirectBuffer;

/** {@code struct connection} of maps.bpf.h, and {@code enum connection_state}. */
final class ConnectionDescriptor {
    static final int KEY_BYTES = 8;
    static final int SIZE_BYTES = 128;
    static final int OWNER_OFFSET = 0;
    static final int ARRIVAL_NS_OFFSET = 8;
    static final int DURATION_NS_OFFSET = 16;
    static final int STATE_OFFSET = 60;
    private static final int STATE_IDLE = 1;
    private static final int STATE_PENDING = 2;
    private static final int STATE_ANSWERED = 3;

    private ConnectionDescriptor() {}

    /** Whether nothing is lost when it is forgotten, and nothing has gone over it since. */
    static boolean isQuietSince(DirectBuffer buffer, int offset, long monotonicNs) {
        int state = buffer.getByte(offset + STATE_OFFSET);
        long newestNs = buffer.getLong(offset + ARRIVAL_NS_OFFSET) + buffer.getLong(offset + DURATION_NS_OFFSET);
        return (state == STATE_IDLE || state == STATE_ANSWERED) && newestNs < monotonicNs;
    }

    /** Whether it has a request that waits for its answer. */
    static boolean isPending(DirectBuffer buffer, int offset) {
        return buffer.getByte(offset + STATE_OFFSET) == STATE_PENDING;
    }
}

package io.emfs.bpf.ring;

import org.agrona.DirectBuffer;

/** {@code struct deadline_event} of emfs.h, in the machine's byte order. Times are CLOCK_MONOTONIC ns. */
public final class DeadlineEventDescriptor {
    public static final int SIZE_BYTES = 24;
    public static final int CPU_OFFSET = 4;
    public static final int TIME_NS_OFFSET = 8;
    public static final int DEADLINE_NS_OFFSET = 16;

    private DeadlineEventDescriptor() {}

    public static int cpu(DirectBuffer buffer, int offset) {
        return buffer.getInt(offset + CPU_OFFSET);
    }

    public static long timeNs(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + TIME_NS_OFFSET);
    }

    public static long deadlineNs(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + DEADLINE_NS_OFFSET);
    }
}

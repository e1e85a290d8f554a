package io.emfs.bpf.ring;

import org.agrona.DirectBuffer;

/** {@code struct completion_event} of emfs.h, in the machine's byte order. Times are CLOCK_MONOTONIC ns. */
public final class CompletionEventDescriptor {
    public static final int SIZE_BYTES = 64;
    public static final int FUNCTION_ID_OFFSET = 4;
    public static final int TIME_NS_OFFSET = 8;
    public static final int DURATION_NS_OFFSET = 16;
    public static final int ON_CPU_NS_OFFSET = 24;
    public static final int WAIT_NS_OFFSET = 32;
    public static final int BYTES_IN_OFFSET = 40;
    public static final int BYTES_OUT_OFFSET = 48;
    public static final int TID_OFFSET = 56;

    private CompletionEventDescriptor() {}

    public static int functionId(DirectBuffer buffer, int offset) {
        return buffer.getInt(offset + FUNCTION_ID_OFFSET);
    }

    public static long timeNs(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + TIME_NS_OFFSET);
    }

    public static long durationNs(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + DURATION_NS_OFFSET);
    }

    /** −1 ({@code CPU_UNKNOWN}) if it is not known. */
    public static long onCpuNs(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + ON_CPU_NS_OFFSET);
    }

    public static long waitNs(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + WAIT_NS_OFFSET);
    }

    public static long bytesIn(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + BYTES_IN_OFFSET);
    }

    public static long bytesOut(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + BYTES_OUT_OFFSET);
    }

    public static int tid(DirectBuffer buffer, int offset) {
        return buffer.getInt(offset + TID_OFFSET);
    }
}

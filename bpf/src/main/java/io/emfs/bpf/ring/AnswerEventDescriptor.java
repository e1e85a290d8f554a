package io.emfs.bpf.ring;

import org.agrona.DirectBuffer;

/** {@code struct answer_event} of emfs.h, in the machine's byte order. Times are CLOCK_MONOTONIC ns. */
public final class AnswerEventDescriptor {
    public static final int SIZE_BYTES = 40;
    public static final int FUNCTION_ID_OFFSET = 4;
    public static final int ARRIVAL_NS_OFFSET = 8;
    public static final int QUEUE_NS_OFFSET = 16;
    public static final int SERVICE_NS_OFFSET = 24;
    public static final int TID_OFFSET = 32;
    public static final int FLAGS_OFFSET = 36;

    /** {@code ANSWER_DIGESTED}. */
    public static final int DIGESTED = 1;

    private AnswerEventDescriptor() {}

    public static int functionId(DirectBuffer buffer, int offset) {
        return buffer.getInt(offset + FUNCTION_ID_OFFSET);
    }

    public static long arrivalNs(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + ARRIVAL_NS_OFFSET);
    }

    public static long queueNs(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + QUEUE_NS_OFFSET);
    }

    public static long serviceNs(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + SERVICE_NS_OFFSET);
    }

    public static int tid(DirectBuffer buffer, int offset) {
        return buffer.getInt(offset + TID_OFFSET);
    }

    public static boolean digested(DirectBuffer buffer, int offset) {
        return (buffer.getInt(offset + FLAGS_OFFSET) & DIGESTED) != 0;
    }
}

package io.emfs.bpf.ring;

import org.agrona.DirectBuffer;

/** {@code struct thread_event} of emfs.h, in the machine's byte order. Times are CLOCK_MONOTONIC ns. */
public final class ThreadEventDescriptor {
    public static final int SIZE_BYTES = 48;
    public static final int FUNCTION_ID_OFFSET = 4;
    public static final int TIME_NS_OFFSET = 8;
    public static final int START_TICKS_OFFSET = 16;
    public static final int ON_CPU_NS_OFFSET = 24;
    public static final int CAUSE_OFFSET = 32;
    public static final int PID_OFFSET = 36;
    public static final int TID_OFFSET = 40;
    public static final int DROPS_OFFSET = 44;

    private ThreadEventDescriptor() {}

    public static int functionId(DirectBuffer buffer, int offset) {
        return buffer.getInt(offset + FUNCTION_ID_OFFSET);
    }

    public static long timeNs(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + TIME_NS_OFFSET);
    }

    /** Start of the thread, clock ticks since boot. */
    public static long startTicks(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + START_TICKS_OFFSET);
    }

    public static long onCpuNs(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + ON_CPU_NS_OFFSET);
    }

    /** {@code enum thread_cause}, whose numbers are those of {@link io.emfs.state.ThreadCause#code}. */
    public static int cause(DirectBuffer buffer, int offset) {
        return buffer.getInt(offset + CAUSE_OFFSET);
    }

    public static int pid(DirectBuffer buffer, int offset) {
        return buffer.getInt(offset + PID_OFFSET);
    }

    public static int tid(DirectBuffer buffer, int offset) {
        return buffer.getInt(offset + TID_OFFSET);
    }

    public static int drops(DirectBuffer buffer, int offset) {
        return buffer.getInt(offset + DROPS_OFFSET);
    }
}

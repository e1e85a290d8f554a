package io.emfs.bpf.ring;

import org.agrona.DirectBuffer;

/**
 * {@code struct process_event} of emfs.h, in the machine's byte order; at an exec the environment follows. Times are
 * CLOCK_MONOTONIC ns.
 */
public final class ProcessEventDescriptor {
    public static final int SIZE_BYTES = 40;
    public static final int FUNCTION_ID_OFFSET = 4;
    public static final int TIME_NS_OFFSET = 8;
    public static final int CAUSE_OFFSET = 16;
    public static final int PID_OFFSET = 20;
    public static final int PARENT_PID_OFFSET = 24;
    public static final int PORT_OFFSET = 28;
    public static final int NETNS_OFFSET = 32;
    public static final int ENVIRONMENT_BYTES_OFFSET = 36;
    public static final int ENVIRONMENT_OFFSET = SIZE_BYTES;

    /** {@code enum process_cause}. */
    public static final int CAUSE_LISTEN = 1;

    public static final int CAUSE_EXEC = 2;
    public static final int CAUSE_FORK = 3;
    public static final int CAUSE_READ = 4;
    public static final int CAUSE_EXIT = 5;

    private ProcessEventDescriptor() {}

    public static int functionId(DirectBuffer buffer, int offset) {
        return buffer.getInt(offset + FUNCTION_ID_OFFSET);
    }

    public static long timeNs(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + TIME_NS_OFFSET);
    }

    public static int cause(DirectBuffer buffer, int offset) {
        return buffer.getInt(offset + CAUSE_OFFSET);
    }

    public static int pid(DirectBuffer buffer, int offset) {
        return buffer.getInt(offset + PID_OFFSET);
    }

    /** At a fork only. */
    public static int parentPid(DirectBuffer buffer, int offset) {
        return buffer.getInt(offset + PARENT_PID_OFFSET);
    }

    public static int port(DirectBuffer buffer, int offset) {
        return buffer.getInt(offset + PORT_OFFSET);
    }

    /** Size of the whole environment, of which a record holds the beginning; 0 if it could not be read. */
    public static int environmentBytes(DirectBuffer buffer, int offset) {
        return buffer.getInt(offset + ENVIRONMENT_BYTES_OFFSET);
    }

    public static int netns(DirectBuffer buffer, int offset) {
        return buffer.getInt(offset + NETNS_OFFSET);
    }
}

package io.emfs.bpf.ring;

import org.agrona.DirectBuffer;

/** {@code enum event_kind} of emfs.h; the first word of every record. */
public final class EventKind {
    public static final int ANSWER = 1;
    public static final int PROCESS = 2;
    public static final int COMPLETION = 3;
    public static final int THREAD = 4;
    public static final int DEADLINE = 5;

    private EventKind() {}

    public static int of(DirectBuffer buffer, int offset) {
        return buffer.getInt(offset);
    }
}

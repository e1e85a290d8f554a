package io.emfs.bpf.monitor;

/** {@code enum counter} of emfs.h, in its order. */
public enum KernelCounter {
    /** Requests that got their first response byte. */
    REQUESTS(0),
    /** Request events that found the ring full. */
    DROPPED_REQUESTS(1),
    /** Process events that found the ring full. */
    DROPPED_PROCESSES(2),
    /** Connections that closed with a request pending. */
    UNANSWERED(3),
    /** Connections not tracked for want of room. */
    CONNECTIONS_FULL(4),
    /** Processes not tracked for want of room. */
    PROCESSES_FULL(5);

    private final int slot;

    KernelCounter(int slot) {
        this.slot = slot;
    }

    int slot() {
        return slot;
    }
}

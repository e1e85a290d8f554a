package io.emfs.bpf.monitor;

/** {@code enum counter} of emfs.h, in its order. */
public enum KernelCounter {
    /** Answers that found the ring full. */
    DROPPED_ANSWERS(0),
    /** Completions that found the ring full. */
    DROPPED_COMPLETIONS(1),
    /** Process events that found the ring full. */
    DROPPED_PROCESSES(2),
    /** Connections that closed with a request pending. */
    UNANSWERED(3),
    /** Connections not tracked for want of room. */
    CONNECTIONS_FULL(4),
    /** Processes not tracked for want of room. */
    PROCESSES_FULL(5),
    /** Listening sockets not tracked for want of room. */
    ENDS_FULL(6),
    /** Connections that speak TLS: where requests begin and end is hidden. */
    TLS(7),
    /** Connections that speak HTTP/2 without TLS, from their beginning. */
    HTTP2(8),
    /** Connections with a second request sent before the answer to the first. */
    PIPELINED(9),
    /** Connections that left HTTP/1 (101 Switching Protocols: WebSocket, h2c). */
    UPGRADED(10),
    /** Answers to requests of which a part had come in and was not read yet. */
    UNREAD(11),
    /** Thread events that found the ring full; what a thread is to leave its queue for is tried again at the next tick. */
    DROPPED_THREADS(12),
    /** Deadlines that found the ring full; the kernel's tick finds out instead. */
    DROPPED_DEADLINES(13),
    /** Threads whose turns are not accounted for want of memory. */
    TURNS_FULL(14);

    private final int slot;

    KernelCounter(int slot) {
        this.slot = slot;
    }

    int slot() {
        return slot;
    }
}

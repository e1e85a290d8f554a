package io.emfs.bpf.monitor;

/** {@code enum counter} of emfs.h, in its order. */
public enum KernelCounter {
    /** Requests that got their first response byte. */
    ANSWERS(0),
    /** Answers that found the ring full. */
    DROPPED_ANSWERS(1),
    /** Completions that found the ring full. */
    DROPPED_COMPLETIONS(2),
    /** Process events that found the ring full. */
    DROPPED_PROCESSES(3),
    /** Connections that closed with a request pending. */
    UNANSWERED(4),
    /** Connections not tracked for want of room. */
    CONNECTIONS_FULL(5),
    /** Processes not tracked for want of room. */
    PROCESSES_FULL(6),
    /** Listening sockets not tracked for want of room. */
    ENDS_FULL(7),
    /** Connections that speak TLS: where requests begin and end is hidden. */
    TLS(8),
    /** Connections that speak HTTP/2 without TLS, from their beginning. */
    HTTP2(9),
    /** Connections with a second request sent before the answer to the first. */
    PIPELINED(10),
    /** Connections that left HTTP/1 (101 Switching Protocols: WebSocket, h2c). */
    UPGRADED(11),
    /** Answers to requests of which a part had come in and was not read yet. */
    UNREAD(12),
    /** Thread events that found the ring full; what a thread is to leave its queue for is tried again at the next tick. */
    DROPPED_THREADS(13),
    /** Deadlines that found the ring full; the kernel's tick finds out instead. */
    DROPPED_DEADLINES(14),
    /** Threads whose turns are not accounted for want of memory. */
    TURNS_FULL(15);

    private final int slot;

    KernelCounter(int slot) {
        this.slot = slot;
    }

    int slot() {
        return slot;
    }
}

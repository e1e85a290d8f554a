package io.emfs.bpf.monitor;

/** {@code enum counter} of emfs.h, in its order. */
public enum KernelCounter {
    /** Requests that got their first response byte. */
    REQUESTS,
    /** Request events that found the ring full. */
    DROPPED_REQUESTS,
    /** Process events that found the ring full. */
    DROPPED_PROCESSES,
    /** Connections that closed with a request pending. */
    UNANSWERED,
    /** Connections not tracked for want of room. */
    CONNECTIONS_FULL,
    /** Processes not tracked for want of room. */
    PROCESSES_FULL
}

package io.emfs.pipeline.link.job;

import io.emfs.pipeline.link.FrameException.Fault;

/** Why a connection or stream was ended by the job. */
public enum Refusal {
    /** It said nothing in time. */
    SILENT,
    /** Too many connections that have said nothing yet. */
    CROWDED,
    /** It speaks no HTTP/2, no TLS where that is wanted, or wants something else. */
    HTTP,
    /** As many agents as {@code agent.link.max-agents} are there. */
    FULL,
    /** The token is wrong. */
    TOKEN,
    /** No common version. */
    PROTOCOL,
    /** Its queues are others. */
    QUEUES,
    /** It named no node, or speaks of another one. */
    NODE,
    OVERSIZED,
    TRUNCATED,
    GARBAGE,
    /** It sent more than it had credit for. */
    CREDIT,
    /** A frame that is not the agent's to send, or not now. */
    ORDER,
    /** It does not read, or was not heard of any more. */
    LOST;

    static Refusal of(Fault fault) {
        return switch (fault) {
            case OVERSIZED -> OVERSIZED;
            case TRUNCATED -> TRUNCATED;
            case GARBAGE -> GARBAGE;
        };
    }
}

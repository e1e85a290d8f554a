package io.emfs.pipeline.link;

/** What came in is no frame, or has in it what it must not. */
public final class FrameException extends Exception {
    private static final long serialVersionUID = 1;

    /** What was wrong. */
    public enum Fault {
        OVERSIZED,
        TRUNCATED,
        GARBAGE
    }

    private final Fault fault;
    private final String reason;

    public FrameException(Fault fault, String reason) {
        super(reason);
        this.fault = fault;
        this.reason = reason;
    }

    /** @param cause is in the message, which is for the log, and not in the reason, which is told to the peer */
    public FrameException(Fault fault, String reason, Exception cause) {
        super(reason + ": " + cause, cause);
        this.fault = fault;
        this.reason = reason;
    }

    public Fault fault() {
        return fault;
    }

    /** In a sentence, for the peer. */
    public String reason() {
        return reason;
    }
}

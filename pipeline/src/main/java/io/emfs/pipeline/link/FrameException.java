package io.emfs.pipeline.link;

/** What came in is no frame. The message is for the log and may be told to the peer. */
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

    public Fault fault() {
        return fault;
    }

    /** The message. */
    public String reason() {
        return reason;
    }
}

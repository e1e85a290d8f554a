package io.emfs.state;

/** Why a single thread is to leave its function's base queue, or to return to it. */
public enum ThreadCause {
    /** Within one request it used up the quantum of the queue it was in (paper §4.3). */
    QUANTUM_EXPIRED(1),
    /** The request it serves can no longer meet its SLO. */
    LATE(2),
    /** The request for which it had left the base queue is answered, or the thread took the next one or ended. */
    REQUEST_ENDED(3);

    private final int code;

    ThreadCause(int code) {
        this.code = code;
    }

    /** Its number in the kernel's events and in stored ones. */
    public int code() {
        return code;
    }

    /** Throws {@link IllegalArgumentException} if no cause has this number. */
    public static ThreadCause of(int code) {
        for (ThreadCause cause : values()) {
            if (cause.code == code) {
                return cause;
            }
        }
        throw new IllegalArgumentException("thread cause=" + code + ", expected 1.." + values().length);
    }
}

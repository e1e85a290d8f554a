package io.emfs.bpf.probe;

/**
 * The answer to one question about this machine.
 *
 * @param remedy what to do about it; empty where nothing needs doing
 */
public record Finding(String subject, Verdict verdict, String detail, String remedy) {

    /** How much of eMFS works as far as this subject goes. */
    public enum Verdict {
        /** All of it. */
        OK,
        /** Some of it; the detail says what is missing. */
        DEGRADED,
        /** Monitoring or scheduling does not work at all. */
        FAILED
    }

    public static Finding ok(String subject, String detail) {
        return new Finding(subject, Verdict.OK, detail, "");
    }

    public static Finding degraded(String subject, String detail, String remedy) {
        return new Finding(subject, Verdict.DEGRADED, detail, remedy);
    }

    public static Finding failed(String subject, String detail, String remedy) {
        return new Finding(subject, Verdict.FAILED, detail, remedy);
    }
}

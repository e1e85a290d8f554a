package io.emfs.bpf.monitor;

/**
 * A function's requests since the monitor started, as the kernel counts them whatever becomes of their events.
 *
 * @param arrivals requests of which the first byte came in
 * @param answered those that got their first response byte
 * @param unanswered those whose connection closed first
 * @param unsupported those of which the protocol turned out to hide where they begin and end
 * @param bytesIn payload of completed requests
 * @param bytesOut payload of their responses
 */
public record RequestTotals(
        long arrivals, long answered, long unanswered, long unsupported, long bytesIn, long bytesOut) {

    /** Requests that wait for an answer at this moment. */
    public long inFlight() {
        return Math.max(0, arrivals - answered - unanswered - unsupported);
    }
}

package io.emfs.tests.workload;

/**
 * One answered request; times in ns of CLOCK_MONOTONIC, comparable with the kernel's.
 *
 * @param target position of its target in {@link LoadOptions#targets}
 * @param scheduledNs when the schedule wanted it sent
 * @param sentNs just before its last byte was written
 * @param status the HTTP status
 */
public record CompletedRequest(
        int target, long scheduledNs, long sentNs, long firstByteNs, long lastByteNs, int status) {
    private static final int FIELDS = 6;

    /** Last byte sent → first byte received: what eMFS measures at the node, seen by the client. */
    public long latencyNs() {
        return firstByteNs - sentNs;
    }

    /** Scheduled → sent: how late the client itself was. */
    public long clientDelayNs() {
        return sentNs - scheduledNs;
    }

    /** Scheduled → first byte received; includes what the client itself was late. */
    public long turnaroundNs() {
        return firstByteNs - scheduledNs;
    }

    /** Scheduled → last byte received; includes what the client itself was late. */
    public long responseNs() {
        return lastByteNs - scheduledNs;
    }

    static CompletedRequest parse(String line) {
        String[] fields = line.split(",", -1);
        if (fields.length != FIELDS) {
            throw new IllegalArgumentException("loadgen line \"" + line + "\", expected fields=" + FIELDS);
        }
        return new CompletedRequest(
                Integer.parseInt(fields[0]),
                Long.parseLong(fields[1]),
                Long.parseLong(fields[2]),
                Long.parseLong(fields[3]),
                Long.parseLong(fields[4]),
                Integer.parseInt(fields[5]));
    }
}

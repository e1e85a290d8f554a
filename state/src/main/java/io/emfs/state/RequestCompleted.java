package io.emfs.state;

/**
 * A request got its last response byte. Only what follows on the connection tells that a byte was the last one: this is
 * reported when the next request is read from it or it closes, and counts in the windows of that moment.
 *
 * @param timestampNs epoch ns at which it was known
 * @param durationNs arrival → last response byte
 * @param onCpuNs CPU time of the serving thread from its read to the last response byte, or of all threads of its process
 *     where they hand requests over; {@link #UNKNOWN} where the kernel cannot tell
 * @param runQueueWaitNs in that time, how long they were runnable and did not run; or {@link #UNKNOWN}
 * @param bytesIn payload of the request
 * @param bytesOut payload of the response
 * @param tid the thread that read the request
 */
public record RequestCompleted(
        FunctionKey key,
        long timestampNs,
        long durationNs,
        long onCpuNs,
        long runQueueWaitNs,
        long bytesIn,
        long bytesOut,
        int tid)
        implements NodeEvent {
    public static final long UNKNOWN = -1;

    /** Whether the CPU time is known. */
    public boolean cpuKnown() {
        return onCpuNs != UNKNOWN;
    }
}

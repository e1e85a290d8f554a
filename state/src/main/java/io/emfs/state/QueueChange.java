package io.emfs.state;

/**
 * The command from policy to executor: every thread of every process of the function goes to queue {@code to}.
 *
 * @param from 1…n, or {@link #NONE} if the function had no queue yet
 * @param to 1…n, p1 is the most urgent
 * @param causeNs epoch ns of the kernel event that led here; the loop's latency is counted from it
 * @param observedNs the latency that decided, ns; 0 where none did
 * @param boundNs the SLO's bound, ns; 0 without an SLO
 */
public record QueueChange(
        FunctionKey key, int from, int to, ChangeReason reason, long causeNs, double observedNs, long boundNs) {
    public static final int NONE = 0;
}

package io.emfs.state;

/**
 * The command from policy to executor: the threads of the function's processes go to queue {@code to}.
 *
 * @param from 1…n, or {@link #NONE} if the function had no queue yet
 * @param to 1…n, p1 is the most urgent
 * @param causeNs epoch ns of the kernel event that led here; the loop's latency is counted from it
 * @param observedNs the latency that decided, ns; 0 where none did
 * @param boundNs the SLO's bound, ns; 0 without an SLO
 * @param pid the process that is meant, or {@link #ALL_INSTANCES}
 */
public record QueueChange(
        FunctionKey key,
        int from,
        int to,
        ChangeReason reason,
        long causeNs,
        double observedNs,
        long boundNs,
        int pid) {
    public static final int NONE = 0;
    public static final int ALL_INSTANCES = 0;

    /** A change for all processes of the function. */
    public QueueChange(
            FunctionKey key, int from, int to, ChangeReason reason, long causeNs, double observedNs, long boundNs) {
        this(key, from, to, reason, causeNs, observedNs, boundNs, ALL_INSTANCES);
    }

    /** What is left to do if {@code next} comes before this was done: its queue, for the processes of both. */
    public QueueChange followedBy(QueueChange next) {
        return pid == next.pid
                ? next
                : new QueueChange(
                        next.key,
                        next.from,
                        next.to,
                        next.reason,
                        next.causeNs,
                        next.observedNs,
                        next.boundNs,
                        ALL_INSTANCES);
    }
}

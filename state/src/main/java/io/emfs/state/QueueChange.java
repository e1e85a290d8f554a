package io.emfs.state;

import org.jspecify.annotations.Nullable;

/**
 * The command from policy to executor: the threads of the function's processes go to queue {@code to}.
 *
 * @param from 1…n, or {@link #NONE} if the function had no queue yet
 * @param to 1…n, p1 is the most urgent
 * @param causeNs epoch ns of the kernel event that led here; the loop's latency is counted from it
 * @param observedNs the latency that decided, ns; 0 where none did
 * @param boundNs the SLO's bound, ns; 0 without an SLO
 * @param pid the process that is meant, or {@link #ALL_INSTANCES}
 * @param rank place among the node's functions in this queue, 0 = served first
 * @param demandNs CPU time that a request of the function is expected to take, ns; 0 = not known
 * @param prediction for {@code to}; null where no model is trusted, or the SLO or a trial chose
 * @param basis what it was decided on
 */
public record QueueChange(
        FunctionKey key,
        int from,
        int to,
        ChangeReason reason,
        long causeNs,
        double observedNs,
        long boundNs,
        int pid,
        int rank,
        long demandNs,
        @Nullable Prediction prediction,
        Basis basis)
        implements Command {
    public static final int NONE = 0;
    public static final int ALL_INSTANCES = 0;

    /** A change for all processes of the function, first in its queue, of unknown demand. */
    public QueueChange(
            FunctionKey key, int from, int to, ChangeReason reason, long causeNs, double observedNs, long boundNs) {
        this(key, from, to, reason, causeNs, observedNs, boundNs, ALL_INSTANCES, 0, 0, null, Basis.NONE);
    }

    /** The same for the process {@code onlyPid}, or for all. */
    public QueueChange forProcess(int onlyPid) {
        return new QueueChange(
                key, from, to, reason, causeNs, observedNs, boundNs, onlyPid, rank, demandNs, prediction, basis);
    }

    public boolean concernsOneProcess() {
        return pid != ALL_INSTANCES;
    }

    /** The same with another place in the queue. */
    public QueueChange ranked(int newRank, long newDemandNs) {
        return new QueueChange(
                key, from, to, reason, causeNs, observedNs, boundNs, pid, newRank, newDemandNs, prediction, basis);
    }

    /** The same with what a model expects of it, or with nothing. */
    public QueueChange predicted(@Nullable Prediction newPrediction) {
        return new QueueChange(
                key, from, to, reason, causeNs, observedNs, boundNs, pid, rank, demandNs, newPrediction, basis);
    }

    /** The same, decided on that. */
    public QueueChange on(Basis newBasis) {
        return new QueueChange(
                key, from, to, reason, causeNs, observedNs, boundNs, pid, rank, demandNs, prediction, newBasis);
    }

    /**
     * What is left to do if {@code next} comes before this was done: its queue and rank, for the processes of both. Where
     * only this one moves the function, it stays the answer to its own cause.
     */
    public QueueChange followedBy(QueueChange next) {
        boolean stays = next.from == next.to && from != to && to == next.to;
        QueueChange newest = stays ? ranked(next.rank, next.demandNs) : next;
        return pid == next.pid ? newest : newest.forProcess(ALL_INSTANCES);
    }
}

package io.emfs.state;

import java.util.ArrayList;
import java.util.List;

/**
 * The policy's memory of one function. Immutable. All times are event times in epoch ms, so that a replay decides alike.
 *
 * @param queue base queue, 1…n
 * @param boundNs the SLO's bound that the placement was made for; 0 without an SLO
 * @param misses windows in a row that missed the SLO
 * @param comfortable windows in a row below half the bound
 * @param lastMoveMs when the function was placed in {@code queue}
 * @param demoted whether it came into {@code queue} by a demotion
 * @param lastExitMs when its last process exited; 0 while it has one
 * @param backoffs queues that proved too low, at most one entry each
 */
public record QueuePlacement(
        int queue,
        long boundNs,
        int misses,
        int comfortable,
        long lastMoveMs,
        boolean demoted,
        long lastExitMs,
        List<DemotionBackoff> backoffs) {

    public QueuePlacement {
        backoffs = List.copyOf(backoffs);
    }

    /** A function's first placement. */
    public static QueuePlacement initial(int queue, long boundNs, long nowMs) {
        return new QueuePlacement(queue, boundNs, 0, 0, nowMs, false, 0, List.of());
    }

    public QueuePlacement afterMiss() {
        return counted(misses + 1, 0);
    }

    public QueuePlacement afterComfort() {
        return counted(0, comfortable + 1);
    }

    /** After a window that met the SLO, but not comfortably. */
    public QueuePlacement afterNeither() {
        return counted(0, 0);
    }

    /** Up. Out of a queue it was demoted to, that demotion was a mistake, and the next one has to wait longer. */
    public QueuePlacement promotedTo(int to, long nowMs) {
        return moved(to, false, nowMs, demoted ? raisedBackoffs(nowMs) : backoffs);
    }

    /** Down. */
    public QueuePlacement demotedTo(int to, long nowMs) {
        return moved(to, true, nowMs, backoffs);
    }

    /** Down again: the promotion that led here was of no use. */
    public QueuePlacement takenBackTo(int to, long nowMs) {
        return moved(to, false, nowMs, backoffs);
    }

    /** The last process exited: the queue is kept for when the function returns. */
    public QueuePlacement exited(long nowMs) {
        return new QueuePlacement(queue, boundNs, misses, comfortable, lastMoveMs, demoted, nowMs, backoffs);
    }

    /** A process started. After an absence, the windows of its former life no longer count as "in a row". */
    public QueuePlacement started() {
        return lastExitMs == 0 ? this : new QueuePlacement(queue, boundNs, 0, 0, lastMoveMs, demoted, 0, backoffs);
    }

    /** By how much the evidence for a demotion to {@code toQueue} is multiplied, 1…{@link DemotionBackoff#MAX_FACTOR}. */
    public int backoffFactor(int toQueue, long nowMs) {
        return backoffOf(toQueue).factorAt(nowMs);
    }

    private QueuePlacement counted(int newMisses, int newComfortable) {
        return new QueuePlacement(queue, boundNs, newMisses, newComfortable, lastMoveMs, demoted, lastExitMs, backoffs);
    }

    private QueuePlacement moved(int to, boolean down, long nowMs, List<DemotionBackoff> newBackoffs) {
        return new QueuePlacement(to, boundNs, 0, 0, nowMs, down, lastExitMs, newBackoffs);
    }

    private List<DemotionBackoff> raisedBackoffs(long nowMs) {
        List<DemotionBackoff> raised = new ArrayList<>();
        for (DemotionBackoff backoff : backoffs) {
            if (backoff.queue() != queue && backoff.factorAt(nowMs) > 1) {
                raised.add(backoff);
            }
        }
        raised.add(backoffOf(queue).raised(nowMs));
        return raised;
    }

    private DemotionBackoff backoffOf(int ofQueue) {
        for (DemotionBackoff backoff : backoffs) {
            if (backoff.queue() == ofQueue) {
                return backoff;
            }
        }
        return new DemotionBackoff(ofQueue, 1, lastMoveMs);
    }
}

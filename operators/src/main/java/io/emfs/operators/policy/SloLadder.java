package io.emfs.operators.policy;

import io.emfs.config.PolicyConfig;
import io.emfs.config.Slo;
import io.emfs.operators.EventTime;
import io.emfs.state.ChangeReason;
import io.emfs.state.FunctionKey;
import io.emfs.state.InstanceExited;
import io.emfs.state.InstanceStarted;
import io.emfs.state.MoveTrial;
import io.emfs.state.QueueChange;
import io.emfs.state.QueuePlacement;
import io.emfs.state.WindowSummary;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * The reactive ladder (paper §4.3): a function enters at the queue its SLO names, moves up one queue when it misses the SLO
 * {@code promote-after} windows in a row, and down one when it stays below half the bound {@code demote-after} windows in
 * a row. A pure function of the placement, the event and the configuration; immutable and thread-safe.
 *
 * <p><b>The last queue</b> is for functions without an SLO, and for those whose SLO names it. A function with an SLO is not
 * demoted into it: the only way to learn that it misses there would be to let it miss, beside functions without bound.
 *
 * <p>Time is event time. There is at most one move per {@code cool-down}, the first placement included.
 *
 * <p><b>Evidence.</b> Sliding windows overlap: for a whole window size after a move they still contain requests that ran in
 * the former queue. Were they counted, a promotion would be followed by further ones for the very misses it was meant to
 * end. Hence only windows that start at or after the last move count. Windows without requests neither count nor reset.
 *
 * <p><b>Back-off.</b> A function whose load needs queue q would be comfortable there, go down to q+1, miss, and come back,
 * for ever. So each miss that promotes a function out of a queue it was demoted to doubles the comfortable windows needed
 * for the next demotion to that queue, up to {@link io.emfs.state.DemotionBackoff#MAX_FACTOR} times; it halves again
 * every {@link io.emfs.state.DemotionBackoff#HALF_LIFE_MS}, for loads change.
 *
 * <p><b>Advice.</b> Where a learned model is trusted, comfort means that it knows a lower queue that would do, and a move
 * goes to the queue it names instead of the next one. A window that missed is a miss, whatever the model had thought; but
 * where no queue would do and those above are no better, nobody is promoted.
 *
 * <p><b>Configuration changes</b> between savepoint and restore: a placement made for another bound, or in a queue that is
 * no more, is made anew at the function's next event, and forgets what it had counted.
 */
final class SloLadder implements Serializable {
    private static final long serialVersionUID = 1;

    private final QueueLadder queues;
    private final String window;
    private final int promoteAfter;
    private final int demoteAfter;
    private final long coolDownMs;

    SloLadder(PolicyConfig policy, QueueLadder queues) {
        this.queues = queues;
        this.window = policy.percentileWindow();
        this.promoteAfter = policy.promoteAfter();
        this.demoteAfter = policy.demoteAfter();
        this.coolDownMs = policy.coolDown().toMillis();
    }

    /** A process started: the function is placed, or its queue is announced again for the new process. */
    Decision onStart(@Nullable QueuePlacement before, InstanceStarted event, @Nullable Slo slo) {
        Decision decision = place(before, event.key(), slo, EventTime.timestampMs(event), event.timestampNs());
        if (decision.change() != null) {
            return decision;
        }
        QueuePlacement after = decision.placement().started();
        return new Decision(
                after,
                new QueueChange(
                                event.key(),
                                after.queue(),
                                after.queue(),
                                ChangeReason.INSTANCE,
                                event.timestampNs(),
                                0,
                                after.boundNs())
                        .forProcess(event.pid()));
    }

    /** A process exited: with the last one the function's placement is kept for its return. */
    QueuePlacement onExit(QueuePlacement before, InstanceExited event) {
        return event.remaining() > 0 ? before : before.exited(EventTime.timestampMs(event));
    }

    /** A window closed. It also places a function whose start was never seen. */
    Decision onWindow(
            @Nullable QueuePlacement before,
            WindowSummary summary,
            @Nullable Slo slo,
            MoveGate gate,
            @Nullable QueueAdvice advice) {
        if (before == null || isOutdated(before, slo)) {
            return place(before, summary.key(), slo, summary.endMs(), summary.closedByNs());
        }
        if (slo == null || !isEvidence(before, summary)) {
            return Decision.stay(before);
        }
        QueuePlacement counted = count(before, summary.sloLatencyNs(), advice);
        if (summary.endMs() - counted.lastMoveMs() < coolDownMs) {
            return Decision.stay(counted);
        }
        QueueAdvice taken = advice != null && advice.above(counted.queue()) ? advice : null;
        int to = taken == null ? counted.queue() - 1 : taken.queue();
        boolean hopeless = advice != null && advice.hopelessAbove(counted.queue());
        if (counted.misses() >= promoteAfter && to > 0 && !hopeless && gate.permits(to)) {
            QueuePlacement after = counted.promotedTo(to, summary.endMs());
            return move(counted, after, ChangeReason.SLO_MISSED, summary, taken);
        }
        int below = Math.min(queues.lowestQueue(slo), advice == null ? counted.queue() + 1 : advice.queue());
        if (below > counted.queue()
                && counted.comfortable() >= demoteAfter * counted.backoffFactor(below, summary.endMs())
                && gate.permits(below)) {
            QueuePlacement after = counted.demotedTo(below, summary.endMs());
            return move(counted, after, ChangeReason.SLO_MET, summary, advice);
        }
        return Decision.stay(counted);
    }

    /**
     * Tries the next queue, in which the model rather thinks than knows that the SLO would be met. {@code advice} is what
     * {@link #onWindow} was given when it stayed at {@code placement}.
     */
    Decision explore(QueuePlacement placement, WindowSummary summary, Slo slo, QueueAdvice advice) {
        int below = placement.queue() + 1;
        boolean slack = isEvidence(placement, summary) && summary.sloLatencyNs() < placement.boundNs() / 2.0;
        if (!slack
                || below > queues.lowestQueue(slo)
                || summary.endMs() - placement.lastMoveMs() < coolDownMs
                || !advice.hopeful(below, placement.boundNs())) {
            return Decision.stay(placement);
        }
        QueuePlacement after = placement.demotedTo(below, summary.endMs());
        return move(placement, after, ChangeReason.EXPLORED, summary, advice);
    }

    /** Goes to any queue, for a recording to tell what that does. */
    Decision wander(QueuePlacement placement, WindowSummary summary, int to) {
        if (to == placement.queue()) {
            return Decision.stay(placement);
        }
        QueuePlacement after = QueuePlacement.initial(to, placement.boundNs(), summary.endMs());
        return move(placement, after, ChangeReason.EXPLORED, summary, null);
    }

    int queues() {
        return queues.size();
    }

    /** A move that did not pay is undone; it may be another function's window that shows it. */
    Decision takeBack(FunctionKey key, QueuePlacement placement, MoveTrial trial, WindowSummary shownBy) {
        QueuePlacement after = trial.promotion()
                ? placement.takenBackTo(trial.from(), shownBy.endMs())
                : placement.promotedTo(trial.from(), shownBy.endMs());
        return new Decision(
                after,
                new QueueChange(
                        key,
                        placement.queue(),
                        after.queue(),
                        ChangeReason.TAKEN_BACK,
                        shownBy.closedByNs(),
                        0,
                        after.boundNs()));
    }

    private boolean isEvidence(QueuePlacement placement, WindowSummary summary) {
        return summary.window().equals(window) && summary.count() > 0 && summary.startMs() >= placement.lastMoveMs();
    }

    private static QueuePlacement count(QueuePlacement placement, double observedNs, @Nullable QueueAdvice advice) {
        if (observedNs > placement.boundNs()) {
            return placement.afterMiss();
        }
        boolean comfort = advice == null ? observedNs < placement.boundNs() / 2.0 : advice.queue() > placement.queue();
        return comfort ? placement.afterComfort() : placement.afterNeither();
    }

    /** The queue the SLO names, unless the placement is good as it is; a change only if the queue is another. */
    private Decision place(
            @Nullable QueuePlacement before, FunctionKey key, @Nullable Slo slo, long nowMs, long causeNs) {
        if (before != null && !isOutdated(before, slo)) {
            return Decision.stay(before);
        }
        QueuePlacement after = QueuePlacement.initial(queues.initialQueue(slo), boundNs(slo), nowMs);
        if (before != null && before.queue() == after.queue()) {
            return Decision.stay(after);
        }
        int from = before == null || before.queue() > queues.size() ? QueueChange.NONE : before.queue();
        return new Decision(
                after, new QueueChange(key, from, after.queue(), ChangeReason.INITIAL, causeNs, 0, after.boundNs()));
    }

    private boolean isOutdated(QueuePlacement placement, @Nullable Slo slo) {
        return placement.boundNs() != boundNs(slo)
                || placement.queue() > queues.size()
                || (slo == null && placement.queue() != queues.size());
    }

    private static Decision move(
            QueuePlacement from,
            QueuePlacement to,
            ChangeReason reason,
            WindowSummary summary,
            @Nullable QueueAdvice advice) {
        return new Decision(
                to,
                new QueueChange(
                                summary.key(),
                                from.queue(),
                                to.queue(),
                                reason,
                                summary.closedByNs(),
                                summary.sloLatencyNs(),
                                to.boundNs())
                        .predicted(advice == null ? null : advice.at(to.queue())));
    }

    private static long boundNs(@Nullable Slo slo) {
        return slo == null ? 0 : slo.latency().toNanos();
    }
}

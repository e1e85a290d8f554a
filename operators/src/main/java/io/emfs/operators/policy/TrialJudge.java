package io.emfs.operators.policy;

import io.emfs.state.MoveTrial;

/**
 * Whether a move has paid: "a move counts only if the node's SLO misses fall with it". Pure.
 *
 * <p>Some twenty requests say little about a rate: what the others lost counts against a promotion only beyond what chance
 * makes of their number (one standard deviation), while a promotion that did not help its own function never counts.
 */
final class TrialJudge {
    /** Enough of the function's own requests to judge by. */
    static final int ENOUGH_REQUESTS = 20;

    /** When it is judged by however many there were. */
    static final long LIMIT_MS = 30_000;

    /** One request that would have missed: less is no gain, but rounding. */
    private static final double LEAST_GAIN = 1 - 1e-6;

    enum Verdict {
        OPEN,
        KEEP,
        TAKE_BACK
    }

    private TrialJudge() {}

    static Verdict judge(MoveTrial trial, long nowMs) {
        boolean timeIsUp = nowMs - trial.startMs() >= LIMIT_MS;
        if (trial.own().requests() < ENOUGH_REQUESTS && !timeIsUp) {
            return Verdict.OPEN;
        }
        if (trial.own().requests() == 0) {
            return Verdict.KEEP; // nobody called it: there is nothing to be said against it
        }
        boolean paid = trial.promotion() ? promotionPaid(trial) : trial.othersGain() + trial.ownGain() >= LEAST_GAIN;
        return paid ? Verdict.KEEP : Verdict.TAKE_BACK;
    }

    private static boolean promotionPaid(MoveTrial trial) {
        double loss = -trial.othersGain();
        double expected = trial.othersBefore().rate() * trial.others().requests();
        double chance =
                Math.sqrt(Math.max(1, expected * (1 - trial.othersBefore().rate())));
        return trial.ownGain() >= LEAST_GAIN && (loss <= trial.ownGain() || loss <= chance);
    }
}

package io.emfs.operators.learning;

import io.emfs.state.ForecastScore;
import io.emfs.state.FunctionProfile;
import io.emfs.state.Observation;
import io.emfs.state.Statistic;

/** Compares a forecast with the window it was made for. Stateless. */
public final class ForecastJudge {
    private static final float SPREAD_GAIN = 0.15f;
    private static final float MIN_SPREAD = 0.6f;
    private static final float MAX_SPREAD = 4;

    /** Weight of one surprise: a function whose load changed is to be trusted less at once. */
    private static final float MAX_SURPRISE = 6;

    private static final float MARGIN_STEP = 0.6f;
    private static final float MIN_MARGIN = -0.2f;
    private static final float MAX_MARGIN = 2;
    private static final double NS_PER_MS = 1e6;
    private static final double MIN_LATENCY_NS = 1e3;

    private ForecastJudge() {}

    /**
     * The score after one more window. A window without requests, or one that nothing was forecast for, changes nothing.
     *
     * @param forecast made from {@code before}, corrected
     * @param seen the window after it
     */
    public static ForecastScore judge(Forecast forecast, FunctionProfile before, Observation seen) {
        ForecastScore score = before.score();
        if (before.windows() == 0
                || !(seen.ratePerSecond() > 0)
                || !(seen.latencyP95Ns() > 0)
                || seen.queue() > forecast.queues()
                || !forecast.finite()) {
            return score;
        }
        double seenLn = Math.log(Math.max(MIN_LATENCY_NS, seen.latencyP95Ns()));
        float off = (float) (seenLn - Math.log(forecast.medianNs(seen.queue())));
        float error = Math.abs(off);
        float lastError = (float) Math.abs(seenLn - Math.log(NS_PER_MS) - before.last(Statistic.LATENCY_P95));
        float surprise = Math.min(MAX_SURPRISE, error / Math.max(1e-3f, forecast.width(seen.queue())));
        boolean above = seen.latencyP95Ns() > forecast.upperNs(seen.queue());

        int judged = Math.min(score.judged() + 1, FunctionProfile.MEMORY_WINDOWS);
        float gain = 1f / judged;
        return new ForecastScore(
                judged,
                score.modelError() + gain * (error - score.modelError()),
                score.lastError() + gain * (lastError - score.lastError()),
                score.bias() + gain * (off - score.bias()),
                clip(score.spread() + SPREAD_GAIN * (surprise - score.spread()), MIN_SPREAD, MAX_SPREAD),
                clip(
                        score.margin() + MARGIN_STEP * ((above ? 1 : 0) - (float) (1 - Forecast.UPPER)),
                        MIN_MARGIN,
                        MAX_MARGIN));
    }

    private static float clip(float value, float least, float most) {
        return Math.max(least, Math.min(most, value));
    }
}

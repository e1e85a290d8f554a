package io.emfs.state;

import java.util.Arrays;
import java.util.List;

/**
 * What is known about a function beyond its last window: statistics that any model can be trained on, so that a
 * retrained model never invalidates stored state. Immutable; floats, as there is one per function.
 */
public final class FunctionProfile {
    /** Windows after which old ones fade; found in simulation to track drift within two windows. */
    public static final int MEMORY_WINDOWS = 12;

    /** Statistics whose variance is kept too. */
    public static final List<Statistic> VARYING =
            List.of(Statistic.LATENCY_P95, Statistic.RATE, Statistic.ON_CPU, Statistic.LEVEL);

    private static final int VARYING_ON_CPU = VARYING.indexOf(Statistic.ON_CPU);

    /** Windows before which nothing can be told from a change. */
    private static final int LEAST_WINDOWS_TO_CHANGE = 3;

    /** Standard deviations off its mean that make a window's CPU time per request another function's: a new version. */
    private static final double CHANGE_DEVIATIONS = 3;

    /** What ln of the CPU time is off by, however even the windows have been. */
    private static final double ON_CPU_NOISE = 0.1;

    public static final FunctionProfile EMPTY = new FunctionProfile(
            0,
            new float[Statistic.COUNT],
            new float[VARYING.size()],
            new float[Statistic.COUNT],
            new float[0],
            QueueHistory.EMPTY,
            ForecastScore.EMPTY);

    private final long windows;
    private final float[] means;
    private final float[] variances;
    private final float[] last;
    private final float[] loads;
    private final QueueHistory history;
    private final ForecastScore score;

    /**
     * Takes ownership of the arrays.
     *
     * @param windows windows with requests that the statistics are made of: of those before a change, no more than one
     * @param means exponentially weighted, one per {@link Statistic} in its order
     * @param variances one per {@link #VARYING}
     * @param last the statistics of the last window with requests
     * @param loads of the other functions in the last window, per queue
     */
    public FunctionProfile(
            long windows,
            float[] means,
            float[] variances,
            float[] last,
            float[] loads,
            QueueHistory history,
            ForecastScore score) {
        if (means.length != Statistic.COUNT || last.length != Statistic.COUNT || variances.length != VARYING.size()) {
            throw new IllegalArgumentException("means=" + means.length + ", last=" + last.length + ", variances="
                    + variances.length + ", expected " + Statistic.COUNT + " twice and " + VARYING.size());
        }
        this.windows = windows;
        this.means = means;
        this.variances = variances;
        this.last = last;
        this.loads = loads;
        this.history = history;
        this.score = score;
    }

    /**
     * The profile after one more window. A window without requests has no latency, and as it is reported once however long
     * the silence, its rate would be an arbitrary sample: of it, only the load beside the function and its requests in
     * flight are news.
     *
     * <p>Where the CPU time per request is far off what it was, what was before counts as one window. Were it to fade as usual,
     * a function with a new version would be forecast worse than one of which nothing is known, for a dozen windows. A rate
     * that jumps is no new function: it may be a burst, or a window of which the start was missed.
     */
    public FunctionProfile next(Observation seen) {
        float[] nowLoads = new float[seen.load().queues()];
        for (int i = 0; i < nowLoads.length; i++) {
            nowLoads[i] = finite(seen.load().at(i + 1));
        }
        if (!(seen.ratePerSecond() > 0)) {
            float[] now = last.clone();
            now[Statistic.IN_FLIGHT.index()] = Statistic.IN_FLIGHT.of(seen);
            return new FunctionProfile(windows, means, variances, now, nowLoads, history, score);
        }
        float[] now = new float[Statistic.COUNT];
        Statistic.all(seen, now);
        boolean changed = isChange(now);
        long n = (changed ? 1 : windows) + 1;
        float gain = 1f / Math.min(n, MEMORY_WINDOWS);
        // with the whole gain one change would hide the next; with none, an uneven function would change all the time
        float usualGain = 1f / Math.min(windows + 1, MEMORY_WINDOWS);
        // how a changed function goes with queue and load has to be seen again, and is not told by the jump
        QueueHistory before =
                changed ? history.lighter(1f / Math.min(windows, MEMORY_WINDOWS)) : history.covaried(now, means, gain);
        return new FunctionProfile(
                n, pooled(now, gain), varied(now, usualGain), now, nowLoads, before.next(nowLoads, now, gain), score);
    }

    private boolean isChange(float[] now) {
        int onCpu = Statistic.ON_CPU.index();
        double off = now[onCpu] - means[onCpu];
        double variance = variances[VARYING_ON_CPU] + ON_CPU_NOISE * ON_CPU_NOISE;
        return windows >= LEAST_WINDOWS_TO_CHANGE && off * off > CHANGE_DEVIATIONS * CHANGE_DEVIATIONS * variance;
    }

    private float[] pooled(float[] now, float gain) {
        float[] pooled = new float[means.length];
        for (int i = 0; i < pooled.length; i++) {
            pooled[i] = means[i] + gain * (now[i] - means[i]);
        }
        return pooled;
    }

    /** West's incremental update, with the means before this window. */
    private float[] varied(float[] now, float gain) {
        float[] varied = new float[variances.length];
        for (int i = 0; i < varied.length; i++) {
            int statistic = VARYING.get(i).index();
            float delta = now[statistic] - means[statistic];
            varied[i] = (1 - gain) * (variances[i] + gain * delta * delta);
        }
        return varied;
    }

    private static float finite(double load) {
        return Double.isNaN(load) ? 0 : (float) Math.max(0, Math.min(Statistic.LIMIT, load));
    }

    public FunctionProfile with(ForecastScore newScore) {
        return new FunctionProfile(windows, means, variances, last, loads, history, newScore);
    }

    /** Windows with requests that the statistics are made of: of those before a change, no more than one. */
    public long windows() {
        return windows;
    }

    public float mean(Statistic statistic) {
        return means[statistic.index()];
    }

    /** Of the {@code i}th of {@link #VARYING}. */
    public float variance(int i) {
        return variances[i];
    }

    /** In the last window with requests. */
    public float last(Statistic statistic) {
        return last[statistic.index()];
    }

    /** Copies the statistics of the last window with requests, in their order. */
    public void copyLast(float[] out, int offset) {
        System.arraycopy(last, 0, out, offset, last.length);
    }

    /** Copies the means, in the statistics' order. */
    public void copyMeans(float[] out, int offset) {
        System.arraycopy(means, 0, out, offset, means.length);
    }

    /** Queues whose load is known; 0 before the first window. */
    public int queues() {
        return loads.length;
    }

    /** Load of the other functions in {@code queue}, 1…{@link #queues()}, in the last window. */
    public float load(int queue) {
        return loads[queue - 1];
    }

    public QueueHistory history() {
        return history;
    }

    public ForecastScore score() {
        return score;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FunctionProfile that
                && windows == that.windows
                && Arrays.equals(means, that.means)
                && Arrays.equals(variances, that.variances)
                && Arrays.equals(last, that.last)
                && Arrays.equals(loads, that.loads)
                && history.equals(that.history)
                && score.equals(that.score);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(means) + Long.hashCode(windows);
    }

    @Override
    public String toString() {
        return "FunctionProfile[windows=" + windows + ", means=" + Arrays.toString(means) + ", last="
                + Arrays.toString(last) + ", loads=" + Arrays.toString(loads) + ", history=" + history + ", score="
                + score + "]";
    }
}

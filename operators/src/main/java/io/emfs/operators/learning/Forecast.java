package io.emfs.operators.learning;

import io.emfs.state.ForecastScore;
import io.emfs.state.FunctionProfile;
import io.emfs.state.Statistic;

/**
 * The p95 latency that a function would see in each queue: a median and an upper quantile. Filled again and again, so that
 * nothing is allocated; one per thread.
 *
 * <p>The logarithm of the latency has a Laplace distribution of location μ and width b: its τ-quantile is μ − b·ln(2(1 − τ))
 * for τ &gt; ½.
 */
public final class Forecast {
    /** The upper quantile: what decisions are made on. */
    public static final double UPPER = 0.8;

    static final float UPPER_WIDTHS = (float) -Math.log(2 * (1 - UPPER));

    private static final double NS_PER_MS = 1e6;
    /** Surprises tell of the queues next to the one that they were met in; how wide a forecast is beyond is for the model to say. */
    private static final float NEAR = 1;

    private final double[] medianNs;
    private final double[] upperNs;
    private final float[] locations;
    private final float[] widths;
    private final Workspace workspace;

    /** For {@code queues} queues. */
    public Forecast(int queues) {
        medianNs = new double[queues];
        upperNs = new double[queues];
        locations = new float[queues];
        widths = new float[queues];
        workspace = new Workspace(queues);
    }

    Workspace workspace() {
        return workspace;
    }

    public int queues() {
        return medianNs.length;
    }

    /** Half the windows in {@code queue}, 1…n, are expected to have a lower p95. */
    public double medianNs(int queue) {
        return medianNs[queue - 1];
    }

    /** {@link #UPPER} of the windows in {@code queue}, 1…n, are expected to have a lower p95. */
    public double upperNs(int queue) {
        return upperNs[queue - 1];
    }

    /** Width of the distribution before anything was corrected for this function. */
    float width(int queue) {
        return widths[queue - 1];
    }

    /** Whether there is a number for every queue. */
    public boolean finite() {
        double sum = 0;
        for (int i = 0; i < medianNs.length; i++) {
            sum += medianNs[i] + upperNs[i];
        }
        return Double.isFinite(sum) && sum > 0;
    }

    /** What a model says of ln(p95 by CPU time) in {@code queue}, 1…n; {@link #correct} has to follow. */
    public void set(int queue, float location, float width) {
        locations[queue - 1] = location;
        widths[queue - 1] = width;
    }

    /**
     * Turns what the model said into latencies: medians as they are, for the embedding is what tells functions apart, and
     * upper quantiles corrected by how often and how far this function was above them.
     */
    public void correct(FunctionProfile profile) {
        ForecastScore score = profile.score();
        double onCpuNs = NS_PER_MS * Math.exp(profile.last(Statistic.ON_CPU));
        float level = profile.last(Statistic.LEVEL);
        float reach = score.spread() * (UPPER_WIDTHS + score.margin());
        for (int i = 0; i < medianNs.length; i++) {
            boolean near = Math.abs(i + 1 - level) <= NEAR;
            medianNs[i] = onCpuNs * Math.exp(locations[i]);
            upperNs[i] = medianNs[i] * Math.exp(widths[i] * (near ? reach : UPPER_WIDTHS));
        }
    }
}

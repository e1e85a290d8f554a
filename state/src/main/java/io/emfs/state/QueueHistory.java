package io.emfs.state;

import java.util.Arrays;
import java.util.List;

/**
 * What a function's windows have shown of the queues: how loaded each was, how the function fared in those that it was in, and
 * how that went with queue and load. As in {@link FunctionProfile}, old windows fade. Immutable.
 */
public final class QueueHistory {
    /** Statistics of which each pair's covariance is kept; the last one is what the others explain. */
    public static final List<Statistic> COVARYING =
            List.of(Statistic.LEVEL, Statistic.CROWDING_ABOVE, Statistic.CROWDING_SAME, Statistic.SLOWDOWN);

    /** Pairs of {@link #COVARYING}, each statistic with itself included. */
    public static final int PAIRS = COVARYING.size() * (COVARYING.size() + 1) / 2;

    public static final QueueHistory EMPTY =
            new QueueHistory(new float[0], new float[0], new float[0], new float[PAIRS]);

    private final float[] loads;
    private final float[] weights;
    private final float[] slowdowns;
    private final float[] covariances;

    /**
     * Takes ownership of the arrays.
     *
     * @param loads of the other functions, exponentially weighted means, one per queue
     * @param weights windows that the function was in a queue, old ones for less
     * @param slowdowns mean {@link Statistic#SLOWDOWN} in a queue, 0 where it has not been
     * @param covariances exponentially weighted, of the pairs (0, 0), (0, 1) … (1, 1), (1, 2) …
     */
    public QueueHistory(float[] loads, float[] weights, float[] slowdowns, float[] covariances) {
        if (weights.length != loads.length || slowdowns.length != loads.length || covariances.length != PAIRS) {
            throw new IllegalArgumentException("loads=" + loads.length + ", weights=" + weights.length + ", slowdowns="
                    + slowdowns.length + ", covariances=" + covariances.length + ", expected as many and " + PAIRS);
        }
        this.loads = loads;
        this.weights = weights;
        this.slowdowns = slowdowns;
        this.covariances = covariances;
    }

    /** After one more window: its statistics, and what it weighs. Covariances are left to {@link #covaried}. */
    QueueHistory next(float[] nowLoads, float[] now, float gain) {
        return new QueueHistory(
                pooled(nowLoads, gain),
                faded(nowLoads.length, now, gain),
                fared(nowLoads.length, now, gain),
                covariances);
    }

    /** With how one more window went with queue and load: West's incremental update, with the means before the window. */
    QueueHistory covaried(float[] now, float[] means, float gain) {
        float[] varied = new float[PAIRS];
        int at = 0;
        for (int i = 0; i < COVARYING.size(); i++) {
            int first = COVARYING.get(i).index();
            for (int j = i; j < COVARYING.size(); j++) {
                int second = COVARYING.get(j).index();
                float product = (now[first] - means[first]) * (now[second] - means[second]);
                varied[at] = (1 - gain) * (covariances[at] + gain * product);
                at++;
            }
        }
        return new QueueHistory(loads, weights, slowdowns, varied);
    }

    /** With windows that weigh {@code part} of what they did. */
    QueueHistory lighter(float part) {
        float[] lighter = weights.clone();
        for (int i = 0; i < lighter.length; i++) {
            lighter[i] *= part;
        }
        return new QueueHistory(loads, lighter, slowdowns, covariances);
    }

    private float[] pooled(float[] now, float gain) {
        float[] pooled = now.clone();
        for (int i = 0; i < Math.min(loads.length, now.length); i++) {
            pooled[i] = loads[i] + gain * (now[i] - loads[i]);
        }
        return pooled;
    }

    private static int place(float[] now, int queues) {
        return Math.max(0, Math.min(queues, Math.round(now[Statistic.LEVEL.index()])) - 1);
    }

    private float[] faded(int queues, float[] now, float gain) {
        float[] faded = Arrays.copyOf(weights, queues);
        for (int i = 0; gain < 1 && i < queues; i++) {
            faded[i] *= keep(gain);
        }
        if (queues > 0) {
            faded[place(now, queues)]++;
        }
        return faded;
    }

    private float[] fared(int queues, float[] now, float gain) {
        float[] fared = Arrays.copyOf(slowdowns, queues);
        if (queues > 0) {
            int place = place(now, queues);
            float before = place < weights.length ? keep(gain) * weights[place] : 0;
            fared[place] += (now[Statistic.SLOWDOWN.index()] - fared[place]) / (before + 1);
        }
        return fared;
    }

    /** While means are still even, all windows weigh the same. */
    private static float keep(float gain) {
        return gain > 1f / FunctionProfile.MEMORY_WINDOWS ? 1 : 1 - gain;
    }

    public int queues() {
        return loads.length;
    }

    /** Of the other functions in {@code queue}, 1…n; 0 in a queue of which nothing is known. */
    public float load(int queue) {
        return queue <= loads.length ? loads[queue - 1] : 0;
    }

    /** Windows that the function was in {@code queue}, 1…n, old ones for less. */
    public float weight(int queue) {
        return queue <= weights.length ? weights[queue - 1] : 0;
    }

    /** Mean {@link Statistic#SLOWDOWN} in {@code queue}, 1…n, where {@link #weight} is above 0. */
    public float slowdown(int queue) {
        return queue <= slowdowns.length ? slowdowns[queue - 1] : 0;
    }

    /** Of the {@code pair}th pair, 0…{@link #PAIRS}. */
    public float covariance(int pair) {
        return covariances[pair];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof QueueHistory that
                && Arrays.equals(loads, that.loads)
                && Arrays.equals(weights, that.weights)
                && Arrays.equals(slowdowns, that.slowdowns)
                && Arrays.equals(covariances, that.covariances);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(loads) + Arrays.hashCode(weights);
    }

    @Override
    public String toString() {
        return "QueueHistory[loads=" + Arrays.toString(loads) + ", weights=" + Arrays.toString(weights) + ", slowdowns="
                + Arrays.toString(slowdowns) + ", covariances=" + Arrays.toString(covariances) + "]";
    }
}

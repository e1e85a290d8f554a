package io.emfs.operators.learning;

import io.emfs.config.QueueConfig;
import io.emfs.state.FunctionProfile;
import io.emfs.state.Statistic;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * Turns a profile into what models are fed with: the pooled statistics for the encoder, the last window and the physics of
 * a candidate queue for the base network. All finite and bounded, whatever the profile. Immutable, thread-safe.
 */
public final class FeatureVectors {
    /** Of the features' meaning and order; a model of another one cannot be used. */
    public static final int SCHEMA = 2;

    /** The encoder's input: what all queues have in common, then {@link HistoryFeatures#QUEUE} of one. */
    public static final int POOLED = HistoryFeatures.COMMON + HistoryFeatures.QUEUE;

    /** The last window's statistics. */
    public static final int SHARED = Statistic.COUNT;

    /** Physics of one candidate queue. */
    public static final int CANDIDATE = 16;

    /** The base network's input beside the embedding: {@link #SHARED}, then {@link #CANDIDATE}. */
    public static final int BASE = SHARED + CANDIDATE;

    private static final double NS_PER_SECOND = 1e9;
    private static final float MS_PER_SECOND = 1000;
    private static final float FAR = 12;

    private final double[] quantaSeconds;
    private final float[] lnQuantaMs;
    private final int cores;

    /**
     * For queues of these quanta, p1 first, on a node whose functions run on {@code cores}.
     *
     * @throws IllegalArgumentException if there is no queue, or a quantum or the number of cores is not positive
     */
    public FeatureVectors(double[] quantaSeconds, int cores) {
        if (quantaSeconds.length == 0 || Arrays.stream(quantaSeconds).anyMatch(q -> !(q > 0)) || cores < 1) {
            throw new IllegalArgumentException(
                    "quanta=" + Arrays.toString(quantaSeconds) + " s, cores=" + cores + ", expected all > 0");
        }
        this.quantaSeconds = quantaSeconds.clone();
        this.cores = cores;
        lnQuantaMs = new float[quantaSeconds.length];
        for (int i = 0; i < lnQuantaMs.length; i++) {
            lnQuantaMs[i] = (float) Math.log(quantaSeconds[i] * MS_PER_SECOND);
        }
    }

    public static FeatureVectors of(List<QueueConfig> queues, int cores) {
        return new FeatureVectors(
                queues.stream()
                        .map(QueueConfig::quantum)
                        .mapToDouble(FeatureVectors::seconds)
                        .toArray(),
                cores);
    }

    private static double seconds(Duration quantum) {
        return quantum.toNanos() / NS_PER_SECOND;
    }

    public int queues() {
        return quantaSeconds.length;
    }

    public double[] quantaSeconds() {
        return quantaSeconds.clone();
    }

    boolean sameQuanta(FeatureVectors other) {
        return Arrays.equals(quantaSeconds, other.quantaSeconds);
    }

    String quantaText() {
        return Arrays.toString(quantaSeconds);
    }

    public int cores() {
        return cores;
    }

    /** Writes the part of the encoder's input that all queues have in common to the front of {@code out}. */
    void pooled(FunctionProfile profile, float[] out) {
        HistoryFeatures.common(profile, cores, out);
        bound(out, 0, HistoryFeatures.COMMON);
    }

    /** Writes the rest of the encoder's input for {@code queue}, with {@link HistoryFeatures#slopes}. */
    void pooled(FunctionProfile profile, float[] slopes, int queue, float[] out) {
        HistoryFeatures.queue(profile, queues(), own(profile), slopes, queue, out, HistoryFeatures.COMMON);
        bound(out, HistoryFeatures.COMMON, POOLED);
    }

    /** Writes what all candidates have in common to the first {@link #SHARED} of {@code out}. */
    public void shared(FunctionProfile profile, float[] out) {
        profile.copyLast(out, 0);
        out[Statistic.OWN_CORES.index()] /= cores;
        // of one window, the product tells nothing that its factors do not
        out[Statistic.SLOWDOWN_BY_LEVEL.index()] = own(profile);
        bound(out, 0, SHARED);
    }

    /** Writes the physics of {@code queue}, 1…{@link #queues()}, to {@link #CANDIDATE} floats from {@code offset} on. */
    public void candidate(FunctionProfile profile, int queue, float[] out, int offset) {
        int current = Math.max(1, Math.min(queues(), Math.round(profile.last(Statistic.LEVEL))));
        float above = load(profile, 1, queue - 1);
        float same = load(profile, queue, queue);
        float below = load(profile, queue + 1, queues());
        float wasAbove = load(profile, 1, current - 1);
        float wasSame = load(profile, current, current);
        float own = own(profile);
        float behindAbove = (float) Statistic.crowding(above);
        float behindAll = (float) Statistic.crowding(above + same + own);
        float quantum = lnQuantaMs[queue - 1];
        float cpu = profile.last(Statistic.ON_CPU);
        float longCpu = cpu + profile.last(Statistic.CPU_DISPERSION);
        int at = offset;
        out[at++] = above;
        out[at++] = same;
        out[at++] = below;
        out[at++] = behindAbove;
        out[at++] = behindAll;
        out[at++] = behindAbove - (float) Statistic.crowding(wasAbove);
        out[at++] = behindAll - (float) Statistic.crowding(wasAbove + wasSame + own);
        out[at++] = above - wasAbove;
        out[at++] = above + same - wasAbove - wasSame;
        out[at++] = cpu - quantum;
        out[at++] = Math.max(0, cpu - quantum);
        out[at++] = Math.max(0, longCpu - quantum);
        out[at++] = quantum - lnQuantaMs[current - 1];
        out[at++] = Math.max(0, queue - current);
        out[at++] = Math.max(0, current - queue);
        out[at] = queues() == 1 ? 0 : (queue - 1f) / (queues() - 1);
        bound(out, offset, offset + CANDIDATE);
    }

    /** The base network's whole input for one candidate. */
    public float[] base(FunctionProfile profile, int queue) {
        float[] base = new float[BASE];
        shared(profile, base);
        candidate(profile, queue, base, SHARED);
        return base;
    }

    /** The encoder's whole input for one candidate. */
    public float[] pooled(FunctionProfile profile, int queue) {
        float[] pooled = new float[POOLED];
        float[] slopes = new float[HistoryFeatures.SLOPES];
        HistoryFeatures.slopes(profile, slopes);
        pooled(profile, pooled);
        pooled(profile, slopes, queue, pooled);
        return pooled;
    }

    private float own(FunctionProfile profile) {
        return Math.max(0, Math.min(2, profile.last(Statistic.OWN_CORES) / cores));
    }

    private static float load(FunctionProfile profile, int from, int to) {
        float load = 0;
        for (int queue = from; queue <= Math.min(to, profile.queues()); queue++) {
            load += profile.load(queue);
        }
        return Math.min(2, load);
    }

    private static void bound(float[] features, int from, int to) {
        for (int i = from; i < to; i++) {
            float value = features[i];
            features[i] = Float.isNaN(value) ? 0 : value < -2 * FAR ? -2 * FAR : value > 2 * FAR ? 2 * FAR : value;
        }
    }
}

package io.emfs.operators.learning;

import io.emfs.state.FunctionProfile;
import io.emfs.state.QueueHistory;
import io.emfs.state.Statistic;

/**
 * What the encoder is fed with: the function's pooled statistics, and what they let expect of one queue. Only it sees the
 * past; the base network sees the last window. Stateless; the features are finite, and bounded by {@link FeatureVectors}.
 */
final class HistoryFeatures {
    /** Means, what they are off the last window, variances, ln(1 + windows). */
    static final int COMMON = 2 * Statistic.COUNT + FunctionProfile.VARYING.size() + 1;

    /** Of one queue. */
    static final int QUEUE = 13;

    /** What {@link #slopes} writes. */
    static final int SLOPES = QueueHistory.COVARYING.size() - 1;

    /** Of the queue's number, the two crowdings: a step of a queue counts for a fifth. */
    private static final double[] PENALTIES = {25, 1, 1};

    private static final float NEIGHBOUR = 0.5f;
    private static final float SECOND_NEIGHBOUR = 0.15f;
    private static final float ALONE = 1e-6f;

    private HistoryFeatures() {}

    /** Writes what all queues have in common to the first {@link #COMMON} of {@code out}; {@code cores} are the node's. */
    static void common(FunctionProfile profile, int cores, float[] out) {
        profile.copyMeans(out, 0);
        profile.copyLast(out, Statistic.COUNT);
        out[Statistic.OWN_CORES.index()] /= cores;
        out[Statistic.COUNT + Statistic.OWN_CORES.index()] /= cores;
        out[Statistic.SLOWDOWN_BY_LEVEL.index()] -= profile.mean(Statistic.SLOWDOWN) * profile.mean(Statistic.LEVEL);
        out[Statistic.COUNT + Statistic.SLOWDOWN_BY_LEVEL.index()] = out[Statistic.SLOWDOWN_BY_LEVEL.index()];
        for (int i = 0; i < Statistic.COUNT; i++) {
            out[Statistic.COUNT + i] = out[i] - out[Statistic.COUNT + i];
        }
        int at = 2 * Statistic.COUNT;
        for (int i = 0; i < FunctionProfile.VARYING.size(); i++) {
            out[at++] = (float) Math.log1p(Math.max(0, profile.variance(i)));
        }
        out[at] = (float) Math.log1p((double) Math.min(profile.windows(), FunctionProfile.MEMORY_WINDOWS));
    }

    /** Writes what {@code queue} is expected to be like to {@link #QUEUE} floats from {@code offset} on. */
    static void queue(
            FunctionProfile profile, int queues, float own, float[] slopes, int queue, float[] out, int offset) {
        QueueHistory history = profile.history();
        float above = 0;
        float nowAbove = 0;
        for (int other = 1; other < queue; other++) {
            above += history.load(other);
            nowAbove += load(profile, other);
        }
        float upTo = above + history.load(queue);
        float nowUpTo = nowAbove + load(profile, queue);
        float behindAbove = (float) Statistic.crowding(above);
        float behindSame = (float) Statistic.crowding(upTo);
        float behindAll = (float) Statistic.crowding(upTo + own);
        float last = profile.last(Statistic.SLOWDOWN);
        float regression = slopes[0] * (queue - profile.mean(Statistic.LEVEL))
                + slopes[1] * (behindAbove - profile.mean(Statistic.CROWDING_ABOVE))
                + slopes[2] * (behindSame - profile.mean(Statistic.CROWDING_SAME));
        float weight = weight(history, queue);
        int at = offset;
        out[at++] = above;
        out[at++] = upTo;
        out[at++] = behindAbove;
        out[at++] = behindAll;
        out[at++] = above - nowAbove;
        out[at++] = upTo - nowUpTo;
        out[at++] = behindAbove - (float) Statistic.crowding(nowAbove);
        out[at++] = behindAll - (float) Statistic.crowding(nowUpTo + own);
        out[at++] = regression;
        out[at++] = profile.mean(Statistic.SLOWDOWN) + regression - last;
        out[at++] = slowdown(history, queue, weight, profile.mean(Statistic.SLOWDOWN)) - last;
        out[at++] = (float) Math.log1p(weight);
        out[at] = queues == 1 ? 0 : (queue - 1f) / (queues - 1);
    }

    private static float load(FunctionProfile profile, int queue) {
        return queue <= profile.queues() ? profile.load(queue) : 0;
    }

    private static float kernel(int distance) {
        return distance == 0 ? 1 : distance == 1 ? NEIGHBOUR : distance == 2 ? SECOND_NEIGHBOUR : 0;
    }

    private static float weight(QueueHistory history, int queue) {
        float weight = 0;
        for (int other = Math.max(1, queue - 2); other <= queue + 2; other++) {
            weight += kernel(Math.abs(other - queue)) * history.weight(other);
        }
        return weight;
    }

    private static float slowdown(QueueHistory history, int queue, float weight, float mean) {
        float sum = mean * NEIGHBOUR;
        for (int other = Math.max(1, queue - 2); other <= queue + 2; other++) {
            sum += kernel(Math.abs(other - queue)) * history.weight(other) * history.slowdown(other);
        }
        return sum / (weight + NEIGHBOUR);
    }

    /** Ridge regression of a function's slowdown on queue and crowding, by its own windows alone. */
    static void slopes(FunctionProfile profile, float[] out) {
        QueueHistory history = profile.history();
        double windows = Math.max(1, Math.min(profile.windows(), FunctionProfile.MEMORY_WINDOWS));
        double a = history.covariance(0) + PENALTIES[0] / windows;
        double b = history.covariance(1);
        double c = history.covariance(2);
        double e = history.covariance(4) + PENALTIES[1] / windows;
        double f = history.covariance(5);
        double i = history.covariance(7) + PENALTIES[2] / windows;
        double x = history.covariance(3);
        double y = history.covariance(6);
        double z = history.covariance(8);
        // Cholesky would take roots; Cramer's rule is exact enough for three
        double ei = e * i - f * f;
        double bi = b * i - c * f;
        double bf = b * f - c * e;
        double determinant = a * ei - b * bi + c * bf;
        if (!(determinant > ALONE)) {
            out[0] = 0;
            out[1] = 0;
            out[2] = 0;
            return;
        }
        out[0] = (float) ((x * ei - y * bi + z * bf) / determinant);
        out[1] = (float) ((-x * bi + y * (a * i - c * c) - z * (a * f - b * c)) / determinant);
        out[2] = (float) ((x * bf - y * (a * f - b * c) + z * (a * e - b * b)) / determinant);
    }
}

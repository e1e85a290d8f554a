package io.emfs.operators.learning;

import java.util.List;

/**
 * Brings features and target to mean 0 and deviation 1 over the training rows, and keeps what was never seen in reach of
 * what was. Immutable.
 */
final class Scaling {
    /** Scaled features go no further: beyond, a network extrapolates at random. */
    static final float REACH = 4;

    private static final double LEAST_DEVIATION = 1e-4;

    private final float[] means;
    private final float[] factors;

    /** Takes ownership of the arrays: means and 1/deviations of pooled features, base features, target. */
    Scaling(float[] means, float[] factors) {
        this.means = means;
        this.factors = factors;
    }

    static final int SIZE = FeatureVectors.POOLED + FeatureVectors.BASE + 1;

    private static final int TARGET = SIZE - 1;

    static Scaling of(List<TrainingRow> rows) {
        double[] sums = new double[SIZE];
        double[] squares = new double[SIZE];
        for (TrainingRow row : rows) {
            for (int i = 0; i < SIZE; i++) {
                sums[i] += value(row, i);
            }
        }
        for (TrainingRow row : rows) {
            for (int i = 0; i < SIZE; i++) {
                double off = value(row, i) - sums[i] / rows.size();
                squares[i] += off * off;
            }
        }
        float[] means = new float[SIZE];
        float[] factors = new float[SIZE];
        for (int i = 0; i < SIZE; i++) {
            double deviation = Math.sqrt(squares[i] / rows.size());
            means[i] = (float) (sums[i] / rows.size());
            // what never changed tells nothing yet, should it change one day
            factors[i] = deviation < LEAST_DEVIATION ? 0 : (float) (1 / deviation);
        }
        factors[TARGET] = factors[TARGET] == 0 ? 1 : factors[TARGET];
        return new Scaling(means, factors);
    }

    private static float value(TrainingRow row, int i) {
        if (i == TARGET) {
            return row.target();
        }
        return i < FeatureVectors.POOLED ? row.pooled(i) : row.base(i - FeatureVectors.POOLED);
    }

    void pooled(float[] features) {
        pooled(features, 0, FeatureVectors.POOLED);
    }

    /** Scales {@code count} pooled features, of which the first is the {@code first}th of all. */
    void pooled(float[] features, int first, int count) {
        scale(features, first, count, first);
    }

    /** Scales {@code count} base features, of which the first is the {@code first}th of all. */
    void base(float[] features, int first, int count) {
        scale(features, first, count, FeatureVectors.POOLED + first);
    }

    private void scale(float[] features, int from, int count, int at) {
        for (int i = 0; i < count; i++) {
            float scaled = (features[from + i] - means[at + i]) * factors[at + i];
            features[from + i] = scaled < -REACH ? -REACH : scaled > REACH ? REACH : scaled;
        }
    }

    float target(float value) {
        return (value - means[TARGET]) * factors[TARGET];
    }

    /** Back to the target's unit. */
    float location(float scaled) {
        return scaled / factors[TARGET] + means[TARGET];
    }

    /** Back to the target's unit. */
    float width(float scaled) {
        return scaled / factors[TARGET];
    }

    float[] means() {
        return means.clone();
    }

    float[] factors() {
        return factors.clone();
    }
}

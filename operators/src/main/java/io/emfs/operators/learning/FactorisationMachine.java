package io.emfs.operators.learning;

import java.util.Arrays;

/**
 * A factorisation machine on scaled base features (Rendle, ICDM 2010), as plain arrays. Immutable, thread-safe.
 *
 * <p>Its weights: bias, width, one per feature, then {@link #FACTORS} per feature.
 */
final class FactorisationMachine {
    static final int FACTORS = 8;
    static final int WEIGHTS = 2 + (1 + FACTORS) * FeatureVectors.BASE;

    private static final int LINEAR = 2;
    private static final int FACTORS_FROM = LINEAR + FeatureVectors.BASE;

    private final float[] weights;

    /** Takes ownership of the weights. */
    FactorisationMachine(float[] weights) {
        if (weights.length != WEIGHTS) {
            throw new IllegalArgumentException("weights=" + weights.length + ", expected " + WEIGHTS);
        }
        this.weights = weights;
    }

    float[] weights() {
        return weights.clone();
    }

    /** Mean absolute error of {@link #location}. */
    float width() {
        return weights[1];
    }

    FactorisationMachine withWidth(float width) {
        float[] changed = weights.clone();
        changed[1] = width;
        return new FactorisationMachine(changed);
    }

    /** Of the features in {@link Workspace#base}. */
    float location(Workspace work) {
        float[] sums = work.factors;
        Arrays.fill(sums, 0);
        float linear = weights[0];
        float squares = 0;
        for (int i = 0; i < FeatureVectors.BASE; i++) {
            float x = work.base[i];
            linear += x * weights[LINEAR + i];
            int row = FACTORS_FROM + i * FACTORS;
            for (int k = 0; k < FACTORS; k++) {
                float term = x * weights[row + k];
                sums[k] += term;
                squares += term * term;
            }
        }
        float pairs = -squares;
        for (int k = 0; k < FACTORS; k++) {
            pairs += sums[k] * sums[k];
        }
        return linear + pairs / 2;
    }
}

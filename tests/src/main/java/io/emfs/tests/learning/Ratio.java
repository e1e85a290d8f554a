package io.emfs.tests.learning;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * How two methods' median errors compare: below 1, the first is better.
 *
 * @param low of the 95 % interval
 * @param high of the 95 % interval
 */
public record Ratio(double value, double low, double high) {
    private static final double TAIL = 0.025;

    /** A paired bootstrap over functions (Efron, 1979): both methods answer for the same functions. */
    static Ratio of(KeyedErrors method, KeyedErrors other, int keys, int resamples, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] ratios = new double[resamples];
        int[] draws = new int[keys];
        for (int resample = 0; resample < resamples; resample++) {
            Arrays.fill(draws, 0);
            for (int i = 0; i < keys; i++) {
                draws[random.nextInt(keys)]++;
            }
            ratios[resample] = method.median(draws) / other.median(draws);
        }
        Arrays.sort(ratios);
        return new Ratio(
                method.quantile(0.5) / other.quantile(0.5),
                ratios[(int) (TAIL * (resamples - 1))],
                ratios[(int) Math.ceil((1 - TAIL) * (resamples - 1))]);
    }
}

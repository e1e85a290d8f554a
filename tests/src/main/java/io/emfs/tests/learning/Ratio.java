package io.emfs.tests.learning;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/**
 * How two methods' median errors, or means, compare: below 1, the first is better.
 *
 * @param low of the 95 % interval
 * @param high of the 95 % interval
 */
public record Ratio(double value, double low, double high) {
    private static final double TAIL = 0.025;

    /** A paired bootstrap over functions (Efron, 1979): both methods answer for the same functions. */
    static Ratio of(KeyedErrors method, KeyedErrors other, int keys, int resamples, long seed) {
        return of(
                method.quantile(0.5) / other.quantile(0.5),
                draws -> method.median(draws) / other.median(draws),
                keys,
                resamples,
                seed);
    }

    /** Of means instead; each place of both is one node's. */
    static Ratio ofMeans(double[] method, double[] other, int resamples, long seed) {
        int[] each = new int[method.length];
        Arrays.fill(each, 1);
        ToDoubleFunction<int[]> ratio = draws -> sum(method, draws) / sum(other, draws);
        return of(ratio.applyAsDouble(each), ratio, method.length, resamples, seed);
    }

    private static double sum(double[] values, int[] draws) {
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            sum += draws[i] * values[i];
        }
        return sum;
    }

    private static Ratio of(double value, ToDoubleFunction<int[]> ratio, int keys, int resamples, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] ratios = new double[resamples];
        int[] draws = new int[keys];
        for (int resample = 0; resample < resamples; resample++) {
            Arrays.fill(draws, 0);
            for (int i = 0; i < keys; i++) {
                draws[random.nextInt(keys)]++;
            }
            ratios[resample] = ratio.applyAsDouble(draws);
        }
        Arrays.sort(ratios);
        return new Ratio(
                value, ratios[(int) (TAIL * (resamples - 1))], ratios[(int) Math.ceil((1 - TAIL) * (resamples - 1))]);
    }
}

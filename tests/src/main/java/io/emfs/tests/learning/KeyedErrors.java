package io.emfs.tests.learning;

import java.util.Arrays;

/**
 * Absolute errors in percent, each of one function, so that functions can be drawn again. No opinion is an infinite error.
 * One thread.
 */
final class KeyedErrors {
    private static final int INITIAL = 256;
    private static final double PERCENT = 100;

    private double[] errors = new double[INITIAL];
    private int[] keys = new int[INITIAL];
    private int count;
    private boolean sorted;

    /** Of two logarithms. */
    void add(int key, double lnForecast, double lnTruth) {
        if (count == errors.length) {
            errors = Arrays.copyOf(errors, 2 * count);
            keys = Arrays.copyOf(keys, 2 * count);
        }
        double error = Math.abs(Math.exp(lnForecast - lnTruth) - 1) * PERCENT;
        errors[count] = Double.isNaN(error) ? Double.POSITIVE_INFINITY : error;
        keys[count++] = key;
        sorted = false;
    }

    int count() {
        return count;
    }

    /** Nearest rank; NaN without errors. */
    double quantile(double quantile) {
        sort();
        return count == 0 ? Double.NaN : errors[Math.max(1, (int) Math.ceil(quantile * count)) - 1];
    }

    /** The median where the function {@code key} has been drawn {@code draws[key]} times. */
    double median(int[] draws) {
        sort();
        long total = 0;
        for (int i = 0; i < count; i++) {
            total += draws[keys[i]];
        }
        long below = 0;
        for (int i = 0; i < count; i++) {
            below += draws[keys[i]];
            if (2 * below >= total && below > 0) {
                return errors[i];
            }
        }
        return Double.NaN;
    }

    private void sort() {
        if (sorted) {
            return;
        }
        Integer[] order = new Integer[count];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> Double.compare(errors[a], errors[b]));
        double[] sortedErrors = new double[errors.length];
        int[] sortedKeys = new int[keys.length];
        for (int i = 0; i < count; i++) {
            sortedErrors[i] = errors[order[i]];
            sortedKeys[i] = keys[order[i]];
        }
        errors = sortedErrors;
        keys = sortedKeys;
        sorted = true;
    }
}

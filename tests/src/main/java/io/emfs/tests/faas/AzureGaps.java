package io.emfs.tests.faas;

/**
 * Gaps between requests as they were seen at Azure and FaaSBench repeats them: for a mean of 2.969, 27 % are 0, the
 * median is 1, p90 7, p99 32, the largest 147, and the coefficient of variation 2.33. Between these the quantiles are
 * linear, through three more points that make mean and variation come out. Pure.
 */
final class AzureGaps {
    private static final double[] PARTS = {0, 0.27, 0.27, 0.5, 0.7, 0.9, 0.95, 0.99, 0.999, 1};
    private static final double[] GAPS = {0, 0, 1, 1, 1.2, 7, 8, 32, 61, 147};

    private AzureGaps() {}

    /** The gap that a {@code part}, 0 to 1, of all does not exceed, in the unit in which the median is 1. */
    static double quantile(double part) {
        int upper = 1;
        while (upper < PARTS.length - 1 && part >= PARTS[upper]) {
            upper++;
        }
        double width = PARTS[upper] - PARTS[upper - 1];
        double along = width == 0 ? 1 : (part - PARTS[upper - 1]) / width;
        return GAPS[upper - 1] + along * (GAPS[upper] - GAPS[upper - 1]);
    }
}

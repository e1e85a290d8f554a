package io.emfs.state;

/** Exponentially weighted mean and variance of one quantity, in its unit and its unit squared. */
public record RunningStatistic(double mean, double variance) {
    public static final RunningStatistic EMPTY = new RunningStatistic(0, 0);

    /**
     * West's incremental update; with gain 1/n the mean and population variance of n values, with a constant gain their
     * exponentially weighted counterparts.
     *
     * @param gain weight of {@code value}, 0…1
     */
    public RunningStatistic next(double value, double gain) {
        double delta = value - mean;
        return new RunningStatistic(mean + gain * delta, (1 - gain) * (variance + gain * delta * delta));
    }
}

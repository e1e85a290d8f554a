package io.emfs.tests.learning.simulation;

import java.util.random.RandomGenerator;

/** What a parameter is drawn from, both ends included. */
public record Range(double low, double high) {
    public double uniform(RandomGenerator random) {
        return low + (high - low) * random.nextDouble();
    }

    /** Of a positive range. */
    public double logUniform(RandomGenerator random) {
        return low * Math.pow(high / low, random.nextDouble());
    }

    /** Of a range between whole numbers. */
    public int integer(RandomGenerator random) {
        return (int) low + random.nextInt((int) (high - low) + 1);
    }

    /** The value of this range that is next to {@code value}. */
    public double clamp(double value) {
        return Math.max(low, Math.min(high, value));
    }
}

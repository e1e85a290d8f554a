package io.emfs.state;

/**
 * What a model said of a function's latency at the SLO's percentile in one queue. Immutable.
 *
 * @param model its name
 * @param medianNs half the windows are expected to see less
 * @param upperNs four windows of five are expected to see less
 */
public record Prediction(String model, double medianNs, double upperNs) {}

package io.emfs.tests.learning.simulation;

/**
 * How a function fared under a policy.
 *
 * @param requests answered, or late without an answer by the end
 * @param missed of these, later than its SLO's bound
 * @param meanQueue over time, 1…n
 */
public record ScheduledFunction(long requests, long missed, double meanQueue) {}

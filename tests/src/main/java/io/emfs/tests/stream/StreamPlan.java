package io.emfs.tests.stream;

/**
 * Who sends what.
 *
 * @param perSecond requests per second of event time, for each function
 * @param digestRequests requests in each digest
 * @param flushMs event time between two digests of a function
 * @param core which to measure on
 */
public record StreamPlan(int functions, int perSecond, int digestRequests, int flushMs, int core, long seed) {}

package io.emfs.tests.stall;

import io.emfs.tests.workload.LatencyStatistics;

/**
 * One round.
 *
 * @param quanta {@code policy.quanta} of the agent; late requests yield likewise, or not
 * @param shortRequests last byte sent to first byte received
 * @param longRequests likewise, of those whose threads use up quanta
 * @param unanswered of both
 * @param drops quanta that threads used up
 * @param reachingSafepoint how long the JVM waited, each time, until all its threads stood still
 */
public record StallResult(
        String quanta,
        int round,
        LatencyStatistics shortRequests,
        LatencyStatistics longRequests,
        long unanswered,
        long drops,
        LatencyStatistics reachingSafepoint) {}

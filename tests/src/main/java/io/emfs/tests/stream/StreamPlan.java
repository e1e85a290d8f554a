package io.emfs.tests.stream;

import java.util.List;

/**
 * Who sends what, to how many.
 *
 * @param nodes that the functions are on
 * @param perSecond requests per second of event time, for each function
 * @param digestRequests requests in each digest
 * @param flushMs event time between two digests of a function
 * @param slots of the job, each on a core of its own: what is measured, one after the other
 * @param rounds of all of these
 * @param core the last to measure on; with more slots, those before it
 */
public record StreamPlan(
        int functions,
        int nodes,
        int perSecond,
        int digestRequests,
        int flushMs,
        List<Integer> slots,
        int rounds,
        int core,
        long seed) {
    public StreamPlan {
        slots = List.copyOf(slots);
        for (int each : slots) {
            if (each < 1 || each > core + 1) {
                throw new IllegalArgumentException("--slots=" + each + ", expected 1 to " + (core + 1)
                        + ": each has a core of its own, the last is " + core + " (--core)");
            }
        }
    }

    Functions functionsFor(int sources) {
        return new Functions(functions, nodes, sources);
    }
}

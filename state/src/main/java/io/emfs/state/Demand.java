package io.emfs.state;

/**
 * CPU time that one request of a function takes, in ns; 0 = not known. Immutable.
 *
 * @param estimateNs follows what was measured
 * @param rankedNs the estimate as of the last ranking: it only follows in steps, or neighbours would change places all the
 *     time
 * @param rank place in the queue, 0 = served first
 */
public record Demand(long estimateNs, long rankedNs, int rank) {
    public static final Demand UNKNOWN = new Demand(0, 0, 0);

    /** Requests over which the estimate has its memory. */
    private static final double MEMORY_REQUESTS = 50;

    private static final double STEP = 0.15;

    /** A service time includes waiting: the least is the truest, and creeps up by this much a window. */
    private static final double CREEP = 0.02;

    /** After {@code requests} of this mean; {@link #rankedNs} follows if it is off by more than a step. */
    public Demand measured(double meanNs, long requests) {
        double gain = estimateNs == 0 ? 1 : Math.max(1 / MEMORY_REQUESTS, requests / (requests + MEMORY_REQUESTS));
        return followed(Math.round(estimateNs + gain * (meanNs - estimateNs)));
    }

    /** After a window of which only the median service time is known. */
    public Demand boundedBy(double serviceNs) {
        return followed(Math.round(estimateNs == 0 ? serviceNs : Math.min(serviceNs, estimateNs * (1 + CREEP))));
    }

    public Demand ranked(int newRank) {
        return newRank == rank ? this : new Demand(estimateNs, rankedNs, newRank);
    }

    private Demand followed(long newEstimateNs) {
        boolean step = Math.abs(newEstimateNs - rankedNs) > STEP * rankedNs;
        return new Demand(newEstimateNs, step ? newEstimateNs : rankedNs, rank);
    }
}

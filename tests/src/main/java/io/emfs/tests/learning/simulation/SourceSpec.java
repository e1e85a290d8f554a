package io.emfs.tests.learning.simulation;

/**
 * A source of requests: a function, or what nobody watches. Immutable; nothing of it is shown to who learns.
 *
 * @param ratePerSecond of requests, before any drift
 * @param serviceMeanNs CPU time of a request; lognormal
 * @param serviceCv its coefficient of variation; 0 = constant
 * @param ioPhases times that a request waits for I/O, between equal parts of its CPU time
 * @param ioMeanNs of all of a request's I/O waits together; exponential
 * @param batchMean requests that arrive at once; geometric
 * @param interarrivalCv of the batches: 1 = Poisson, above = hyperexponential with balanced means
 * @param concurrency requests that are served at the same time; the others wait unread
 * @param queue 1…n at the start; 0 is more urgent than all queues, n+1 less
 */
public record SourceSpec(
        double ratePerSecond,
        double serviceMeanNs,
        double serviceCv,
        int ioPhases,
        double ioMeanNs,
        double batchMean,
        double interarrivalCv,
        int concurrency,
        int queue) {
    private static final double NS_PER_S = 1e9;

    /** Requests that only compute, each at a time of its own, as many at once as there are. */
    public static SourceSpec poisson(double ratePerSecond, double serviceMeanNs, double serviceCv, int queue) {
        return new SourceSpec(ratePerSecond, serviceMeanNs, serviceCv, 0, 0, 1, 1, Integer.MAX_VALUE, queue);
    }

    /** Share of the core that it asks for. */
    public double utilisation() {
        return ratePerSecond * serviceMeanNs / NS_PER_S;
    }

    /** The same source, in another queue. */
    public SourceSpec in(int otherQueue) {
        return new SourceSpec(
                ratePerSecond,
                serviceMeanNs,
                serviceCv,
                ioPhases,
                ioMeanNs,
                batchMean,
                interarrivalCv,
                concurrency,
                otherQueue);
    }
}

package io.emfs.operators.policy;

import io.emfs.state.Prediction;

/** What the model says of one function, at its SLO's percentile. Immutable. */
final class QueueAdvice {
    private final int queue;
    private final boolean meets;
    private final String model;
    private final double[] mediansNs;
    private final double[] uppersNs;

    /**
     * Takes ownership of the arrays.
     *
     * @param queue as {@link QueueLadder#byForecast} says, 1…n
     * @param meets whether its upper quantile meets the SLO: if not, no queue's does
     * @param model its name
     * @param mediansNs one per queue, p1 first
     * @param uppersNs one per queue
     */
    QueueAdvice(int queue, boolean meets, String model, double[] mediansNs, double[] uppersNs) {
        this.queue = queue;
        this.meets = meets;
        this.model = model;
        this.mediansNs = mediansNs;
        this.uppersNs = uppersNs;
    }

    /** The last queue whose upper quantile meets the SLO, 1…n; 0 if none does. */
    int queue() {
        return meets ? queue : 0;
    }

    Prediction at(int other) {
        return new Prediction(model, mediansNs[other - 1], uppersNs[other - 1]);
    }

    /** Whether the queue is expected to meet the bound at all. */
    boolean hopeful(int other, long boundNs) {
        return mediansNs[other - 1] <= boundNs;
    }

    /** Whether no queue would do, and those above {@code current} are not even better. */
    boolean hopelessAbove(int current) {
        return !meets && queue >= current;
    }

    /** Whether a promotion out of {@code current} can rest on it. */
    boolean above(int current) {
        return meets && queue < current;
    }
}

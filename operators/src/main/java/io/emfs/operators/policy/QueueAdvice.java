package io.emfs.operators.policy;

import io.emfs.state.Prediction;

/** What the model says of one function, at its SLO's percentile. Immutable. */
final class QueueAdvice {
    private final int queue;
    private final int asGoodAsTheBest;
    private final String model;
    private final double[] mediansNs;
    private final double[] uppersNs;

    /**
     * Takes ownership of the arrays.
     *
     * @param queue the last queue whose upper quantile meets the SLO, 1…n; 0 if none does
     * @param asGoodAsTheBest the last queue that is, 1…n
     * @param model its name
     * @param mediansNs one per queue, p1 first
     * @param uppersNs one per queue
     */
    QueueAdvice(int queue, int asGoodAsTheBest, String model, double[] mediansNs, double[] uppersNs) {
        this.queue = queue;
        this.asGoodAsTheBest = asGoodAsTheBest;
        this.model = model;
        this.mediansNs = mediansNs;
        this.uppersNs = uppersNs;
    }

    /** The last queue whose upper quantile meets the SLO, 1…n; 0 if none does. */
    int queue() {
        return queue;
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
        return queue == 0 && asGoodAsTheBest >= current;
    }

    /** Whether a promotion out of {@code current} can rest on it. */
    boolean above(int current) {
        return queue > 0 && queue < current;
    }
}

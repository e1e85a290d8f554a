package io.emfs.tests.learning;

import io.emfs.state.Observation;

/** Which queue is chosen for the next window. Stateless. */
final class QueueChoice {
    private static final double LN_HALF = Math.log(0.5);

    private QueueChoice() {}

    /** The least urgent queue whose 80 % quantile meets the bound, the most urgent one where none does. */
    static int byForecast(double[] lnUpper80, double lnBound) {
        for (int queue = lnUpper80.length; queue > 1; queue--) {
            if (lnUpper80[queue - 1] <= lnBound) {
                return queue;
            }
        }
        return 1;
    }

    /** One step at a time: up after a miss, down from half the bound. */
    static int byLadder(Observation last, double lnBound, int queues) {
        double lnP95 = Math.log(last.latencyP95Ns());
        int step = lnP95 > lnBound ? -1 : lnP95 < lnBound + LN_HALF ? 1 : 0;
        return Math.max(1, Math.min(queues, last.queue() + step));
    }
}

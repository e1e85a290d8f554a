package io.emfs.operators.policy;

import io.emfs.config.QueueConfig;
import io.emfs.config.Slo;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The queues in the order of urgency, 1…{@link #size}, and where an SLO enters them: "a function with a 24 ms SLO may begin
 * in p2, while a function with a 120 ms SLO would start in p4" (paper §4.3). Immutable.
 */
record QueueLadder(List<Long> quantaNs) implements Serializable {
    /** Forecasts that are less apart do not tell two queues apart. */
    private static final double AS_GOOD = 1.2;

    static QueueLadder of(List<QueueConfig> queues) {
        if (queues.isEmpty()) {
            throw new IllegalArgumentException("no queues");
        }
        return new QueueLadder(
                queues.stream().map(queue -> queue.quantum().toNanos()).toList());
    }

    int size() {
        return quantaNs.size();
    }

    /** How long a thread that enters at queue {@code from} may run before it is in {@code to}, ns; {@code to} is below. */
    long quantaNs(int from, int to) {
        return quantaNs.subList(from - 1, to - 1).stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /** The first queue whose quantum is at least the bound; the last one if none is, or without an SLO. */
    int initialQueue(@Nullable Slo slo) {
        if (slo == null) {
            return size();
        }
        long boundNs = slo.latency().toNanos();
        for (int queue = 1; queue < size(); queue++) {
            if (quantaNs.get(queue - 1) >= boundNs) {
                return queue;
            }
        }
        return size();
    }

    /** The last queue that comfort may lead a function to: its own or the last but one, whichever is the lower. */
    int lowestQueue(Slo slo) {
        return Math.max(initialQueue(slo), size() - 1);
    }

    /**
     * The last queue, down to {@link #lowestQueue}, whose upper quantile meets the SLO. Where none does, the last one that
     * is as good as the best: to go further up would take from others and gain nothing.
     *
     * @param uppersNs one per queue, p1 first
     */
    int byForecast(double[] uppersNs, Slo slo) {
        int queue = Math.min(lowestQueue(slo), uppersNs.length);
        while (queue > 0 && !meets(uppersNs[queue - 1], slo)) {
            queue--;
        }
        return queue > 0 ? queue : lastAsGoodAsTheBest(uppersNs, slo);
    }

    static boolean meets(double latencyNs, Slo slo) {
        return latencyNs <= slo.latency().toNanos();
    }

    private int lastAsGoodAsTheBest(double[] uppersNs, Slo slo) {
        int lowest = Math.min(lowestQueue(slo), uppersNs.length);
        double bestNs = uppersNs[0];
        for (int queue = 2; queue <= lowest; queue++) {
            bestNs = Math.min(bestNs, uppersNs[queue - 1]);
        }
        int queue = lowest;
        while (queue > 1 && !(uppersNs[queue - 1] <= AS_GOOD * bestNs)) {
            queue--;
        }
        return queue;
    }
}

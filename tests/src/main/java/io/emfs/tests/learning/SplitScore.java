package io.emfs.tests.learning;

import io.emfs.state.Observation;
import io.emfs.tests.learning.simulation.Range;
import io.emfs.tests.learning.simulation.SimulatedWindow;
import io.emfs.tests.learning.simulation.SimulationConfig;
import io.emfs.tests.learning.simulation.WhatIf;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;

/** Scores forecasts of one split against what came true. Immutable. */
final class SplitScore {
    private final Truth truth;
    private final List<Integer> pooled;
    private final Range slo;
    private final int queues;
    private final QueueChoice choice;
    private final long seed;

    /** {@code seed} draws the SLOs. */
    SplitScore(Truth truth, SimulationConfig config, long seed) {
        this.truth = truth;
        this.pooled = config.evaluation().pooled();
        this.slo = config.evaluation().sloFactor();
        this.queues = config.queues();
        this.choice = new QueueChoice(config.queueConfigs());
        this.seed = seed;
    }

    /** After {@code pooled} windows. */
    IntPredicate pooled() {
        return asked -> pooled.contains(truth.at().get(asked));
    }

    int keys() {
        return truth.keys();
    }

    List<Integer> at() {
        return truth.at();
    }

    /** All queues against what would have been. */
    KeyedErrors whatIf(Forecasts forecasts, IntPredicate which) {
        KeyedErrors errors = new KeyedErrors();
        forEach(which, (key, asked) -> {
            WhatIf futures = truth.whatIf(key, asked);
            for (int queue = 1; queue <= queues; queue++) {
                if (futures.known(queue)) {
                    errors.add(key, forecasts.lnP95(key, asked)[queue - 1], futures.lnP95(queue));
                }
            }
        });
        return errors;
    }

    /** The queue it was in, against what was. */
    KeyedErrors realised(Forecasts forecasts, IntPredicate which) {
        KeyedErrors errors = new KeyedErrors();
        forEach(which, (key, asked) -> {
            SimulatedWindow window = truth.window(key, asked);
            if (window.counted()) {
                int queue = window.seen().queue();
                errors.add(key, forecasts.lnP95(key, asked)[queue - 1], lnP95(window.seen()));
            }
        });
        return errors;
    }

    /** Of who knows everything but the future's chance. */
    KeyedErrors noiseFloor() {
        KeyedErrors errors = new KeyedErrors();
        forEach(pooled(), (key, asked) -> {
            SimulatedWindow window = truth.window(key, asked);
            WhatIf futures = truth.whatIf(key, asked);
            if (window.counted() && futures.known(window.seen().queue())) {
                errors.add(key, futures.lnP95(window.seen().queue()), lnP95(window.seen()));
            }
        });
        return errors;
    }

    /** Share of windows under the 80 % quantile; NaN for a method without one. */
    double coverage(Forecasts forecasts) {
        int[] counts = new int[2];
        forEach(pooled(), (key, asked) -> {
            SimulatedWindow window = truth.window(key, asked);
            double upper = forecasts.lnUpper80(key, asked)[window.seen().queue() - 1];
            if (window.counted() && !Double.isNaN(upper)) {
                counts[0] += lnP95(window.seen()) <= upper ? 1 : 0;
                counts[1]++;
            }
        });
        return counts[1] == 0 ? Double.NaN : (double) counts[0] / counts[1];
    }

    /** By method, those with quantiles and the ladder. */
    Map<String, ChoiceScore> choices(List<Forecasts> all) {
        Map<String, ChoiceScore> scores = new LinkedHashMap<>();
        ChoiceScore ladder = new ChoiceScore();
        forEach(pooled(), (key, asked) -> {
            WhatIf futures = truth.whatIf(key, asked);
            double lnBound = lnBound(key);
            SimulatedWindow before = truth.before(key, asked);
            if (before == null || !feasible(futures, lnBound, choice.lowest(lnBound))) {
                return;
            }
            int lowest = choice.lowest(lnBound);
            ladder.add(futures, lnBound, lowest, choice.byLadder(before.seen(), lnBound));
            for (Forecasts forecasts : all) {
                double[] upper = forecasts.lnUpper80(key, asked);
                if (!Double.isNaN(upper[0])) {
                    scores.computeIfAbsent(forecasts.method(), method -> new ChoiceScore())
                            .add(futures, lnBound, lowest, choice.byForecast(upper, lnBound));
                }
            }
        });
        scores.put("ladder", ladder);
        return scores;
    }

    /** The function's SLO, the same at all times and for all methods: a multiple of what it takes on a core of its own. */
    private double lnBound(int key) {
        double factor = slo.logUniform(new SplittableRandom(31 * seed + key));
        return Math.log(factor * truth.isolatedP95Ns(key));
    }

    /** Where no queue meets the SLO, there is nothing to choose. */
    private static boolean feasible(WhatIf futures, double lnBound, int lowest) {
        for (int queue = 1; queue <= lowest; queue++) {
            if (futures.lnP95(queue) <= lnBound) {
                return true;
            }
        }
        return false;
    }

    private static double lnP95(Observation seen) {
        return Math.log(seen.latencyP95Ns());
    }

    private void forEach(IntPredicate which, Visitor visitor) {
        for (int key = 0; key < truth.keys(); key++) {
            for (int asked = 0; asked < truth.at().size(); asked++) {
                if (which.test(asked) && truth.comparable(key, asked)) {
                    visitor.visit(key, asked);
                }
            }
        }
    }

    private interface Visitor {
        void visit(int key, int asked);
    }
}

package io.emfs.operators.learning;

import io.emfs.state.FunctionProfile;
import io.emfs.state.NodeLoad;
import io.emfs.state.Observation;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Functions whose latency follows a known law: p95 = CPU time × 1.5 × (1 − load above)^−s × noise. The exponent s is each
 * function's own and shows in no single window, for the noise is as large as its effect; over a history it does.
 */
final class SyntheticFunctions {
    static final double[] QUANTA_SECONDS = {0.02, 0.04, 0.08, 0.16, 0.32, 0.5};
    static final FeatureVectors FEATURES = new FeatureVectors(QUANTA_SECONDS, 1);

    private static final int QUEUES = QUANTA_SECONDS.length;
    private static final double NOISE = 0.5;

    private final long seed;

    SyntheticFunctions(long seed) {
        this.seed = seed;
    }

    /** One function: its hidden exponent, and what its windows show. */
    final class Synthetic {
        final long key;
        final double exponent;
        FunctionProfile profile = FunctionProfile.EMPTY;
        private final double onCpuNs;
        private final SplittableRandom random;
        private NodeLoad load = NodeLoad.none(QUEUES);
        private int queue;

        Synthetic(int number) {
            key = TrainingRow.mix(seed + number);
            random = new SplittableRandom(key);
            exponent = 4 * random.nextDouble();
            onCpuNs = 1e6 * Math.exp(3 * random.nextDouble());
            queue = 1 + random.nextInt(QUEUES);
        }

        /** The next window; loads hold from one to the next, so that they are known when it is forecast. */
        Observation next() {
            queue = Math.max(1, Math.min(QUEUES, queue + random.nextInt(3) - 1));
            Observation seen = window(queue, truthNs(queue) * Math.exp(NOISE * random.nextGaussian()));
            double[] loads = new double[QUEUES];
            for (int i = 0; i < QUEUES; i++) {
                loads[i] = 0.17 * random.nextDouble();
            }
            load = new NodeLoad(loads);
            return new Observation(
                    seen.queue(),
                    seen.seconds(),
                    seen.ratePerSecond(),
                    seen.latencyMeanNs(),
                    seen.latencyP95Ns(),
                    seen.latencyP99Ns(),
                    seen.queueDelayMeanNs(),
                    seen.onCpuMeanNs(),
                    seen.onCpuP95Ns(),
                    seen.runQueueWaitMeanNs(),
                    seen.inFlight(),
                    load);
        }

        /** Without noise, under the load that the profile ends with. */
        double truthNs(int candidate) {
            return onCpuNs * 1.5 * Math.pow(1 - load.above(candidate), -exponent);
        }

        private Observation window(int at, double p95Ns) {
            return new Observation(
                    at, 1, 10, p95Ns / 2, p95Ns, 1.2 * p95Ns, 0.1 * onCpuNs, onCpuNs, onCpuNs, p95Ns / 4, 1, load);
        }

        @Nullable
        TrainingRow step() {
            FunctionProfile before = profile;
            Observation seen = next();
            profile = before.next(seen);
            return TrainingRow.of(FEATURES, key, before, seen);
        }
    }

    /** Rows of {@code functions} functions over {@code windows} windows each. */
    DataLogger log(int functions, int windows) {
        DataLogger logger = new DataLogger(seed);
        for (int f = 0; f < functions; f++) {
            Synthetic function = new Synthetic(f);
            for (int w = 0; w < windows; w++) {
                TrainingRow row = function.step();
                if (row != null) {
                    logger.add(row);
                }
            }
        }
        return logger;
    }

    Synthetic function(int number, int windows) {
        Synthetic function = new Synthetic(number);
        for (int w = 0; w < windows; w++) {
            function.step();
        }
        return function;
    }

    /** Median absolute error against the law, over all queues of functions that were never logged. */
    double whatIfError(QueueForecaster forecaster, int functions, int windows) {
        Forecast forecast = new Forecast(QUEUES);
        double[] errors = new double[functions * QUEUES];
        for (int f = 0; f < functions; f++) {
            Synthetic function = function(1_000_000 + f, windows);
            forecaster.forecast(function.profile, forecast);
            for (int queue = 1; queue <= QUEUES; queue++) {
                errors[f * QUEUES + queue - 1] = Math.abs(forecast.medianNs(queue) / function.truthNs(queue) - 1);
            }
        }
        Arrays.sort(errors);
        return errors[errors.length / 2];
    }
}

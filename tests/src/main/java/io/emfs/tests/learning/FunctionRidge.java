package io.emfs.tests.learning;

import io.emfs.state.NodeLoad;
import io.emfs.state.Observation;
import java.util.Arrays;

/**
 * A ridge regression for each function alone, of ln p95 on the queue and on the load beside it, refitted with every window
 * (Hoerl &amp; Kennard, 1970). It shrinks towards the mean of the windows seen.
 */
final class FunctionRidge implements Method {
    private static final double PENALTY = 1;
    private static final double MOST_LOAD = 0.98;
    private static final int FEATURES = 5;

    @Override
    public String name() {
        return "ridge";
    }

    @Override
    public Adaptation adapt() {
        return new Fit();
    }

    private static final class Fit implements Adaptation {
        private final double[] featureSums = new double[FEATURES];
        private final double[][] products = new double[FEATURES][FEATURES];
        private final double[] targetProducts = new double[FEATURES];
        private double targetSum;
        private int windows;
        private NodeLoad load = NodeLoad.none(0);
        private double own;

        @Override
        public void observe(Observation seen) {
            load = seen.load();
            own = seen.ratePerSecond() * seen.onCpuMeanNs() / 1e9;
            double target = Math.log(seen.latencyP95Ns());
            double[] x = features(seen.queue());
            for (int i = 0; i < FEATURES; i++) {
                featureSums[i] += x[i];
                targetProducts[i] += x[i] * target;
                for (int j = 0; j < FEATURES; j++) {
                    products[i][j] += x[i] * x[j];
                }
            }
            targetSum += target;
            windows++;
        }

        @Override
        public void predict(double[] lnP95ByQueue, double[] lnUpper80ByQueue) {
            Arrays.fill(lnUpper80ByQueue, Double.NaN);
            if (windows == 0) {
                Arrays.fill(lnP95ByQueue, Double.NaN);
                return;
            }
            double[] weights = weights();
            for (int queue = 1; queue <= lnP95ByQueue.length; queue++) {
                double[] x = features(queue);
                double lnP95 = targetSum / windows;
                for (int i = 0; i < FEATURES; i++) {
                    lnP95 += weights[i] * (x[i] - featureSums[i] / windows);
                }
                lnP95ByQueue[queue - 1] = lnP95;
            }
        }

        /** Normal equations of the centred data, with the penalty on their diagonal. */
        private double[] weights() {
            double[][] a = new double[FEATURES][FEATURES];
            double[] b = new double[FEATURES];
            for (int i = 0; i < FEATURES; i++) {
                b[i] = targetProducts[i] - featureSums[i] * targetSum / windows;
                for (int j = 0; j < FEATURES; j++) {
                    a[i][j] = products[i][j] - featureSums[i] * featureSums[j] / windows;
                }
                a[i][i] += PENALTY;
            }
            return LinearSystem.solve(a, b);
        }

        private double[] features(int queue) {
            double above = load.above(queue);
            return new double[] {
                (queue - 1.0) / Math.max(1, load.queues() - 1),
                crowding(above),
                crowding(above + load.at(queue) + own),
                load.total(),
                own
            };
        }

        private static double crowding(double utilisation) {
            return -Math.log1p(-Math.min(MOST_LOAD, utilisation));
        }
    }
}

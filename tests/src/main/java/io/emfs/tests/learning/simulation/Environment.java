package io.emfs.tests.learning.simulation;

import io.emfs.tests.learning.simulation.SimulationConfig.Dynamics;

/** What changes on a node from window to window without anybody's decision: rates, co-runners' queues. One thread. */
final class Environment {
    private final NodeSpec node;
    private final Dynamics dynamics;
    private final int queues;
    private final SplitMix random;
    private final double[] logRates;
    private double rateFactor = 1;

    Environment(NodeSpec node, Dynamics dynamics, int queues, long seed) {
        this.node = node;
        this.dynamics = dynamics;
        this.queues = queues;
        this.random = new SplitMix(seed);
        this.logRates = new double[node.functions().size()];
    }

    /** Before a window. */
    void next(SimulatedCore core) {
        for (int function = 0; function < logRates.length; function++) {
            logRates[function] +=
                    dynamics.rateDrift() * random.nextGaussian() - dynamics.rateReversion() * logRates[function];
            double factor = function == 0 ? rateFactor : 1;
            core.setRate(
                    function, node.functions().get(function).ratePerSecond() * factor * Math.exp(logRates[function]));
            double move = function == 0 ? dynamics.queueMove() : dynamics.coRunnerMove();
            core.setQueue(function, step(core.queue(function), move));
        }
    }

    /** The observed function's service time or rate changes for good, so far as the core can bear it. */
    void change(SimulatedCore core, Split split) {
        double factor = split.changeFactor().logUniform(random);
        double spare = Math.max(split.utilisation().high(), node.utilisation()) - node.utilisation();
        double own = node.functions().get(0).utilisation();
        boolean service = random.nextBoolean();
        double by = random.nextBoolean() && own * factor <= own + spare ? factor : 1 / factor;
        if (service) {
            core.setServiceFactor(0, by);
        } else {
            rateFactor = by;
        }
    }

    private int step(int queue, double probability) {
        if (random.nextDouble() >= probability) {
            return queue;
        }
        int to = queue + (random.nextBoolean() ? 1 : -1);
        return to < 1 ? Math.min(2, queues) : to > queues ? queues - 1 : to;
    }
}

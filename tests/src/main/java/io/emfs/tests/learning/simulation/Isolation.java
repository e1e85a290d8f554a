package io.emfs.tests.learning.simulation;

/** A function on a core of its own. Stateless. */
final class Isolation {
    /** Windows of which its latency is the p95. */
    private static final int WINDOWS = 20;

    private static final double P95 = 0.95;

    private Isolation() {}

    /** Of the {@code function}th one of {@code node}, ns. */
    static double p95Ns(SimulationConfig config, NodeSpec node, int function, long seed) {
        SourceSpec spec = node.functions().get(function);
        SourceSpec[] alone = {spec};
        SimulatedCore core = new SimulatedCore(alone, config.quanta(), node.switchCostNs(), seed);
        core.runUntil(WINDOWS * config.windows().lengthNs(spec.ratePerSecond()));
        return core.latencyOrAgeNs(0, P95);
    }
}

package io.emfs.tests.learning.simulation;

import io.emfs.state.Observation;
import java.util.ArrayList;
import java.util.List;

/**
 * Simulates functions of one split, each on a node of its own. The same configuration, split, seed and key give the same
 * trajectory. Immutable, so that several threads may simulate.
 */
public final class TrajectorySimulation {
    private static final int NODE = 1;
    private static final int REQUESTS = 2;
    private static final int ENVIRONMENT = 3;
    private static final int ALONE = 4;
    private static final int FUTURES = 5;

    private final SimulationConfig config;
    private final Split split;
    private final long seed;
    private final boolean whatIf;

    /** {@code whatIf}: with the truth about queues, which takes most of the time. */
    public TrajectorySimulation(SimulationConfig config, Split split, long seed, boolean whatIf) {
        this.config = config;
        this.split = split;
        this.seed = SplitMix.mix(seed, split.name().hashCode());
        this.whatIf = whatIf;
    }

    /** The {@code key}-th function's. */
    public Trajectory simulate(long key) {
        long keySeed = SplitMix.mix(seed, key);
        NodeSpec node = new Population(config, split).draw(SplitMix.mix(keySeed, NODE));
        SimulatedCore core = new SimulatedCore(
                node.sources(), config.quanta(), node.switchCostNs(), SplitMix.mix(keySeed, REQUESTS));
        NodeMonitor monitor = new NodeMonitor(node.functions().size(), config.queues());
        Environment environment =
                new Environment(node, config.dynamics(), config.queues(), SplitMix.mix(keySeed, ENVIRONMENT));
        int minRequests = config.windows().minRequests();
        QueueTruth truth =
                new QueueTruth(core, config.queues(), config.evaluation().replicas(), minRequests);
        core.runUntil(config.windows().warmUp() * node.windowNs());
        List<SimulatedWindow> windows = new ArrayList<>();
        for (int window = 0; window < config.windows().count(); window++) {
            if (window > 0 && window == split.changeWindow()) {
                environment.change(core, split);
            }
            environment.next(core);
            boolean asked = whatIf && config.evaluation().at().contains(window);
            WhatIf futures = asked ? truth.of(core, 0, node.windowNs(), SplitMix.mix(keySeed, FUTURES + window)) : null;
            core.startWindow();
            core.runUntil(core.nowNs() + node.windowNs());
            Observation seen = monitor.observe(core, 0);
            windows.add(new SimulatedWindow(seen, core.tally(0).count() >= minRequests, futures));
        }
        return new Trajectory(key, isolatedP95Ns(key), windows);
    }

    /** Of the observed function, with its own arrivals, before anything drifts. */
    double isolatedP95Ns(long key) {
        long keySeed = SplitMix.mix(seed, key);
        NodeSpec node = new Population(config, split).draw(SplitMix.mix(keySeed, NODE));
        return Isolation.p95Ns(config, node, 0, SplitMix.mix(keySeed, ALONE));
    }
}

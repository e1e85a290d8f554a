package io.emfs.tests.learning.simulation;

import io.emfs.state.NodeLoad;
import io.emfs.state.Observation;

/** What a monitor sees of a simulated node: the functions, by name and queue; neither their nature nor the rest. */
final class NodeMonitor {
    private static final double NS_PER_S = 1e9;
    private static final double P95 = 0.95;
    private static final double P99 = 0.99;

    private final int functions;
    private final int queues;

    /** The first {@code functions} sources are watched. */
    NodeMonitor(int functions, int queues) {
        this.functions = functions;
        this.queues = queues;
    }

    /** Of the window that ends now. */
    Observation observe(SimulatedCore core, int function) {
        WindowTally tally = core.tally(function);
        double windowNs = core.nowNs() - core.windowStartNs();
        return new Observation(
                core.queue(function),
                windowNs / NS_PER_S,
                tally.count() / windowNs * NS_PER_S,
                tally.latencyMeanNs(),
                tally.latencyNs(P95),
                tally.latencyNs(P99),
                tally.queueDelayMeanNs(),
                tally.onCpuMeanNs(),
                tally.onCpuNs(P95),
                tally.waitMeanNs(),
                core.inFlight(function),
                load(core, function, windowNs));
    }

    private NodeLoad load(SimulatedCore core, int function, double windowNs) {
        double[] utilisations = new double[queues];
        for (int other = 0; other < functions; other++) {
            if (other != function) {
                utilisations[core.queue(other) - 1] += core.usedNs(other) / windowNs;
            }
        }
        return new NodeLoad(utilisations);
    }
}

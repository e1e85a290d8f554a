package io.emfs.tests.learning.simulation;

import java.util.List;

/**
 * One function's windows, in their order. Immutable.
 *
 * @param isolatedP95Ns p95 latency that the function has on a core of its own: what its SLO is a multiple of
 */
public record Trajectory(long key, double isolatedP95Ns, List<SimulatedWindow> windows) {
    public Trajectory {
        windows = List.copyOf(windows);
    }
}

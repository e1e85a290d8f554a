package io.emfs.tests.learning.simulation;

import java.util.List;

/** One function's windows, in their order. Immutable. */
public record Trajectory(long key, List<SimulatedWindow> windows) {
    public Trajectory {
        windows = List.copyOf(windows);
    }
}

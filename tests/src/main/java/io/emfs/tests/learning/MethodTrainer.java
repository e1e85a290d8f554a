package io.emfs.tests.learning;

import io.emfs.tests.learning.simulation.SimulationConfig;
import io.emfs.tests.learning.simulation.Trajectory;
import java.util.List;

/** Makes methods out of what other functions have shown. */
@FunctionalInterface
public interface MethodTrainer {
    /** Takes what it needs the time for, by name, to {@code timings}. */
    List<Method> train(List<Trajectory> trajectories, SimulationConfig config, long seed, Timings timings);
}

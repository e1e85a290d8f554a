package io.emfs.tests.learning;

import io.emfs.tests.learning.simulation.SimulationConfig;
import io.emfs.tests.learning.simulation.Trajectory;
import java.util.List;

/** The models that eMFS serves, and its rivals on the same rows. Stateless. */
public final class LearnedMethods implements MethodTrainer {
    @Override
    public List<Method> train(List<Trajectory> trajectories, SimulationConfig config, long seed, Timings timings) {
        return List.of();
    }
}

package io.emfs.tests.learning;

import io.emfs.operators.learning.DataLogger;
import io.emfs.operators.learning.FeatureVectors;
import io.emfs.operators.learning.ModelTrainer;
import io.emfs.operators.learning.TrainerOptions;
import io.emfs.operators.learning.Training;
import io.emfs.tests.learning.simulation.SimulationConfig;
import io.emfs.tests.learning.simulation.Trajectory;
import io.emfs.tests.learning.simulation.TrajectorySimulation;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.LongStream;

/** Trains a model on functions that only ever ran in simulation: the prior that eMFS ships with. Stateless. */
public final class SimulatedTraining {
    private static final String TRAIN = "train";

    private SimulatedTraining() {}

    /** The same configuration and seed give the same model, but for the time in its provenance. */
    public static Training train(SimulationConfig config, long seed, Consumer<String> progress) {
        int keys = config.split(TRAIN).keys();
        progress.accept("simulating " + keys + " functions");
        TrajectorySimulation simulation = new TrajectorySimulation(config, config.split(TRAIN), seed, false);
        List<Trajectory> trajectories = LongStream.range(0, keys)
                .parallel()
                .mapToObj(simulation::simulate)
                .toList();
        FeatureVectors features = features(config);
        DataLogger rows = LearnedMethods.logged(trajectories, features, seed);
        progress.accept("training on " + rows.size() + " windows");
        return new ModelTrainer(features, TrainerOptions.DEFAULT.withSource("simulation")).train(rows, null, seed);
    }

    /** Of one core with the configuration's queues. */
    static FeatureVectors features(SimulationConfig config) {
        return FeatureVectors.of(config.queueConfigs(), 1);
    }
}

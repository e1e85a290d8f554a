package io.emfs.tests.learning;

import io.emfs.operators.learning.DataLogger;
import io.emfs.operators.learning.FeatureVectors;
import io.emfs.operators.learning.FmBaseline;
import io.emfs.operators.learning.ModelTrainer;
import io.emfs.operators.learning.QueueModel;
import io.emfs.operators.learning.TrainerOptions;
import io.emfs.operators.learning.TrainingRow;
import io.emfs.operators.learning.XgbBaseline;
import io.emfs.state.FunctionProfile;
import io.emfs.tests.learning.simulation.SimulatedWindow;
import io.emfs.tests.learning.simulation.SimulationConfig;
import io.emfs.tests.learning.simulation.Trajectory;
import java.util.List;

/** The models that eMFS serves, and its rivals on the same rows. Stateless. */
public final class LearnedMethods implements MethodTrainer {
    @Override
    public List<Method> train(List<Trajectory> trajectories, SimulationConfig config, long seed, Timings timings) {
        FeatureVectors features = SimulatedTraining.features(config);
        DataLogger rows = timings.measure("log_s", () -> logged(trajectories, features, seed));
        TrainerOptions options = TrainerOptions.DEFAULT.withSource("simulation");
        ModelTrainer trainer = new ModelTrainer(features, options);
        QueueModel model = timings.measure(
                "train_cold_s", () -> trainer.train(rows, null, seed).model());
        // for its time alone: it would have to see newer windows
        timings.measure("train_warm_s", () -> trainer.train(rows, model, seed));
        return List.of(
                new ForecastMethod("pte", model),
                new ForecastMethod(
                        "noemb",
                        timings.measure(
                                "train_noemb_s",
                                () -> new ModelTrainer(features, options.withoutEmbedding())
                                        .train(rows, null, seed)
                                        .model())),
                new ForecastMethod(
                        "xgb", timings.measure("train_xgb_s", () -> XgbBaseline.train(features, rows, seed))),
                new ForecastMethod("fm", timings.measure("train_fm_s", () -> FmBaseline.train(features, rows, seed))));
    }

    /**
     * What an operator would have logged, had it met these functions: in the queues in which they were, as far as known. No
     * row spans a window that was passed over: that so few requests were answered says that the next ones are slow, and would
     * be taken for an effect of the queues that lie between.
     */
    static DataLogger logged(List<Trajectory> trajectories, FeatureVectors features, long seed) {
        DataLogger rows = new DataLogger(seed);
        for (Trajectory trajectory : trajectories) {
            FunctionProfile profile = FunctionProfile.EMPTY;
            boolean counted = false;
            for (SimulatedWindow window : trajectory.windows()) {
                if (window.counted()) {
                    TrainingRow row =
                            counted ? TrainingRow.of(features, trajectory.key(), profile, window.seen()) : null;
                    if (row != null) {
                        rows.add(row);
                    }
                    profile = profile.next(window.seen());
                }
                counted = window.counted();
            }
        }
        return rows;
    }
}

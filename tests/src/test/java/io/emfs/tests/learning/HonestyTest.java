package io.emfs.tests.learning;

import static org.assertj.core.api.Assertions.assertThat;

import io.emfs.operators.learning.DataLogger;
import io.emfs.operators.learning.FeatureVectors;
import io.emfs.operators.learning.Forecast;
import io.emfs.operators.learning.ForecastJudge;
import io.emfs.operators.learning.ModelTrainer;
import io.emfs.operators.learning.QueueModel;
import io.emfs.operators.learning.TrainerOptions;
import io.emfs.state.FunctionProfile;
import io.emfs.state.Observation;
import io.emfs.tests.learning.simulation.SimulatedWindow;
import io.emfs.tests.learning.simulation.SimulationConfig;
import io.emfs.tests.learning.simulation.SimulationConfigReader;
import io.emfs.tests.learning.simulation.Trajectory;
import io.emfs.tests.learning.simulation.TrajectorySimulation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The gain of the learned model comes from what it should: from the function's own past, and from true labels. */
class HonestyTest {
    private static final SimulationConfig CONFIG = SimulationConfigReader.parse("test", """
            windows: {count: 12}
            evaluation: {at: [3, 5, 10], pooled: [3, 5, 10], replicas: 4}
            """);
    private static final int TRAINING_KEYS = 250;
    private static final int TEST_KEYS = 60;

    private static List<Trajectory> training = List.of();
    private static List<Trajectory> test = List.of();
    private static Method ours = LastValue.LAST;

    @BeforeAll
    static void train() {
        training = simulate("train", TRAINING_KEYS, false);
        test = simulate("test", TEST_KEYS, true);
        ours = trained(training);
    }

    @Test
    void isBetterThanTheLastValue() {
        assertThat(error(ours, test)).isLessThan(0.9 * error(LastValue.LAST, test));
    }

    @Test
    void doesNotLookAhead() {
        List<Trajectory> altered = new ArrayList<>();
        for (int key = 0; key < TEST_KEYS; key++) {
            List<SimulatedWindow> windows =
                    new ArrayList<>(test.get(key).windows().subList(0, 5));
            windows.addAll(test.get((key + 1) % TEST_KEYS).windows().subList(5, 12));
            altered.add(new Trajectory(key, 1, windows));
        }
        Forecasts before = Replay.of(ours, test, List.of(3, 5), 6);
        Forecasts after = Replay.of(ours, altered, List.of(3, 5), 6);
        for (int key = 0; key < TEST_KEYS; key++) {
            for (int asked = 0; asked < 2; asked++) {
                assertThat(after.lnP95(key, asked)).containsExactly(before.lnP95(key, asked));
                assertThat(after.lnUpper80(key, asked)).containsExactly(before.lnUpper80(key, asked));
            }
        }
    }

    @Test
    void isOfNoUseWithAnotherFunctionsState() {
        // each function's past is its neighbour's, what it is judged by is its own
        Truth truth = new Truth(test, CONFIG.evaluation().at());
        List<Trajectory> shifted = new ArrayList<>(test);
        Collections.rotate(shifted, 1);
        assertThat(score(truth).whatIf(forecasts(ours, shifted), asked -> true).quantile(0.5))
                .isGreaterThan(error(LastValue.LAST, test));
    }

    @Test
    void isOfNoUseWithShuffledLabels() {
        // windows of random functions in a row: what follows has nothing to do with what was
        List<SimulatedWindow> windows = new ArrayList<>();
        training.forEach(trajectory -> windows.addAll(trajectory.windows()));
        Collections.shuffle(windows, new Random(1));
        List<Trajectory> shuffled = new ArrayList<>();
        for (int key = 0; key < TRAINING_KEYS; key++) {
            shuffled.add(new Trajectory(key, 1, windows.subList(12 * key, 12 * key + 12)));
        }
        assertThat(error(trained(shuffled), test)).isGreaterThan(error(LastValue.LAST, test));
    }

    /** Profiles are the model's neither in form nor in content: what one has judged, another serves. */
    @Test
    void keepsItsStateWhenTheModelIsSwapped() {
        QueueModel next = model(training, 2);
        Method swapped = new Swapped(model(training, 1), next);

        assertThat(error(swapped, test)).isLessThan(1.1 * error(new ForecastMethod("next", next), test));
        assertThat(error(swapped, test)).isLessThan(0.9 * error(LastValue.LAST, test));
    }

    private static Method trained(List<Trajectory> trajectories) {
        return new ForecastMethod("pte", model(trajectories, 1));
    }

    private static QueueModel model(List<Trajectory> trajectories, long seed) {
        FeatureVectors features = SimulatedTraining.features(CONFIG);
        DataLogger rows = LearnedMethods.logged(trajectories, features, seed);
        return new ModelTrainer(features, TrainerOptions.DEFAULT.withSource("test"))
                .train(rows, null, seed)
                .model();
    }

    /** Profiles that {@code before} has judged, served by {@code after}. */
    private record Swapped(QueueModel before, QueueModel after) implements Method {
        @Override
        public String name() {
            return "swapped";
        }

        @Override
        public Adaptation adapt() {
            return new Adaptation() {
                private final Forecast room = new Forecast(before.queues());
                private FunctionProfile profile = FunctionProfile.EMPTY;

                @Override
                public void observe(Observation seen) {
                    if (profile.windows() > 0) {
                        before.forecast(profile, room);
                        profile = profile.with(ForecastJudge.judge(room, profile, seen));
                    }
                    profile = profile.next(seen);
                }

                @Override
                public void predict(double[] lnP95ByQueue, double[] lnUpper80ByQueue) {
                    after.forecast(profile, room);
                    for (int queue = 1; queue <= after.queues(); queue++) {
                        lnP95ByQueue[queue - 1] = Math.log(room.medianNs(queue));
                        lnUpper80ByQueue[queue - 1] = Math.log(room.upperNs(queue));
                    }
                }
            };
        }
    }

    private static double error(Method method, List<Trajectory> trajectories) {
        Truth truth = new Truth(trajectories, CONFIG.evaluation().at());
        return score(truth)
                .whatIf(forecasts(method, trajectories), asked -> true)
                .quantile(0.5);
    }

    private static Forecasts forecasts(Method method, List<Trajectory> trajectories) {
        return Replay.of(method, trajectories, CONFIG.evaluation().at(), CONFIG.queues());
    }

    private static SplitScore score(Truth truth) {
        return new SplitScore(truth, CONFIG, 1);
    }

    private static List<Trajectory> simulate(String split, int keys, boolean whatIf) {
        TrajectorySimulation simulation = new TrajectorySimulation(CONFIG, CONFIG.split(split), 1, whatIf);
        return LongStream.range(0, keys).mapToObj(simulation::simulate).toList();
    }
}

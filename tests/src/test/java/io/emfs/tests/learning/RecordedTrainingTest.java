package io.emfs.tests.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.emfs.config.QueueConfig;
import io.emfs.operators.learning.Lesson;
import io.emfs.operators.learning.Retrained;
import io.emfs.state.FunctionKey;
import io.emfs.state.FunctionProfile;
import io.emfs.tests.learning.simulation.SimulatedWindow;
import io.emfs.tests.learning.simulation.SimulationConfig;
import io.emfs.tests.learning.simulation.SimulationConfigReader;
import io.emfs.tests.learning.simulation.TrajectorySimulation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is made of recordings, here of simulated functions as an agent would have recorded them. */
class RecordedTrainingTest {
    private static final SimulationConfig CONFIG = SimulationConfigReader.parse("test", "windows: {count: 12}");
    private static final int FUNCTIONS = 12;

    @Test
    void trainsFromTheShippedModelOnAndRepeatsItself() {
        RecordedLessons recorded = recorded(FUNCTIONS);

        Retrained first = RecordedTraining.train(recorded, 1);

        assertThat(first.model().queues()).isEqualTo(QueueConfig.DEFAULTS.size());
        assertThat(first.errors().candidate()).isPositive();
        assertThat(first.errors().incumbent()).isPositive(); // the shipped model is for these queues
        assertThat(RecordedTraining.train(recorded, 1))
                .usingRecursiveComparison()
                .ignoringFields("model.provenance.trainedMs")
                .isEqualTo(first);
    }

    @Test
    void saysWhatIsMissing() {
        assertThatThrownBy(() -> RecordedTraining.train(recorded(2), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("functions=2");
        assertThatThrownBy(() -> new LeaveOneOut(recorded(2), 1, line -> {}).run())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("functions=2");
    }

    @Test
    void leavesEachFunctionOutOnce() {
        List<String> progress = new ArrayList<>();

        JsonNode report = new LeaveOneOut(recorded(FUNCTIONS), 1, progress::add).run();

        assertThat(progress).hasSize(FUNCTIONS).last().isEqualTo("without f11, 12 of 12");
        assertThat(report.path("functions").asInt()).isEqualTo(FUNCTIONS);
        JsonNode realised = report.path("realised");
        assertThat(realised.fieldNames())
                .toIterable()
                .contains("pte", "prior", "cold", "noemb", "xgb", "fm", "last", "ewma", "ridge");
        realised.forEach(method -> assertThat(method.path("median").asDouble()).isPositive());
        assertThat(realised.at("/pte/pte_to_it/ratio").asDouble()).isCloseTo(1, within(1e-9));
        assertThat(realised.at("/pte/coverage80").asDouble()).isBetween(0.0, 1.0);
    }

    private static RecordedLessons recorded(int functions) {
        TrajectorySimulation simulation = new TrajectorySimulation(CONFIG, CONFIG.split("train"), 1, false);
        List<Lesson> lessons = new ArrayList<>();
        for (int function = 0; function < functions; function++) {
            FunctionKey key = new FunctionKey("node", "f" + function);
            FunctionProfile known = FunctionProfile.EMPTY;
            for (SimulatedWindow window : simulation.simulate(function).windows()) {
                FunctionProfile next = known.next(window.seen());
                lessons.add(new Lesson(key, known, window.seen(), next));
                known = next;
            }
        }
        return new RecordedLessons(QueueConfig.DEFAULTS, lessons);
    }
}

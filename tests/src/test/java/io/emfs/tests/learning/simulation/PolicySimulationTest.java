package io.emfs.tests.learning.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.emfs.config.QueueConfig;
import io.emfs.operators.learning.BaseModel;
import io.emfs.operators.learning.QueueModel;
import io.emfs.operators.learning.ServedModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class PolicySimulationTest {
    private static final SimulationConfig CONFIG = SimulationConfigReader.parse("test", """
            scheduling: {seconds: 120, warm-up-seconds: 30}
            service: {mean-ms: [1, 50]}
            """);

    @Test
    void isTheSameForTheSameSeed() {
        PolicySimulation.Node node = simulation(5).node(1);
        List<ScheduledFunction> functions = node.simulate(null);
        assertThat(node.simulate(null)).isEqualTo(functions);
        assertThat(simulation(5).node(1).simulate(null)).isEqualTo(functions);
        assertThat(simulation(6).node(1).simulate(null)).isNotEqualTo(functions);
        assertThat(simulation(5).node(2).simulate(null)).isNotEqualTo(functions);
    }

    @Test
    void countsEachFunctionOfTheNode() {
        for (long node = 0; node < 5; node++) {
            List<ScheduledFunction> functions = simulation(1).node(node).simulate(null);
            assertThat(functions).hasSizeBetween(2, 7).allSatisfy(function -> {
                assertThat(function.missed()).isBetween(0L, function.requests());
                assertThat(function.meanQueue()).isBetween(1.0, 6.0);
            });
            assertThat(functions).anyMatch(function -> function.requests() > 0);
        }
    }

    @Test
    void hasTheModelDecideWhereThereIsOne() {
        QueueModel shipped = Objects.requireNonNull(BaseModel.SHIPPED.forQueues(QueueConfig.DEFAULTS));
        List<ScheduledFunction> byLadder = new ArrayList<>();
        List<ScheduledFunction> byModel = new ArrayList<>();
        for (long node = 0; node < 5; node++) {
            byLadder.addAll(simulation(1).node(node).simulate(null));
            byModel.addAll(simulation(1).node(node).simulate(ServedModel.of(shipped)));
        }
        assertThat(byModel).hasSameSizeAs(byLadder).isNotEqualTo(byLadder);
    }

    private static PolicySimulation simulation(long seed) {
        return new PolicySimulation(CONFIG, CONFIG.split("test"), seed);
    }
}

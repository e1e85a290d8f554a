package io.emfs.tests.learning;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.emfs.config.QueueConfig;
import io.emfs.operators.learning.BaseModel;
import io.emfs.operators.learning.QueueModel;
import io.emfs.tests.learning.simulation.PolicySimulation;
import io.emfs.tests.learning.simulation.SimulationConfig;
import io.emfs.tests.learning.simulation.SimulationConfigReader;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class SchedulingReportTest {
    private static final SimulationConfig CONFIG = SimulationConfigReader.parse("test", """
            scheduling: {nodes: 4, seconds: 120, warm-up-seconds: 30}
            service: {mean-ms: [1, 50]}
            """);

    @Test
    void comparesTheModelWithTheLadderOnTheSameNodes() {
        QueueModel shipped = Objects.requireNonNull(BaseModel.SHIPPED.forQueues(QueueConfig.DEFAULTS));
        ObjectNode report = report(List.of(new ForecastMethod("pte", shipped), LastValue.LAST));

        assertThat(report.properties().stream().map(entry -> entry.getKey()))
                .containsExactly("ladder", "pte", "missed_ratio");
        for (String policy : List.of("ladder", "pte")) {
            assertThat(report.at("/" + policy + "/missed").asDouble()).isBetween(0.0, 1.0);
            assertThat(report.at("/" + policy + "/slo_unmet").asDouble()).isBetween(0.0, 1.0);
            assertThat(report.at("/" + policy + "/urgency").asDouble()).isBetween(0.0, 5.0);
        }
        assertThat(report.at("/missed_ratio/value").asDouble())
                .isBetween(
                        report.at("/missed_ratio/low").asDouble(),
                        report.at("/missed_ratio/high").asDouble());
    }

    @Test
    void comparesNothingWithoutAModel() {
        assertThat(report(List.of(LastValue.LAST)).has("missed_ratio")).isFalse();
    }

    private static ObjectNode report(List<Method> methods) {
        PolicySimulation simulation = new PolicySimulation(CONFIG, CONFIG.split("test"), 1);
        return new SchedulingReport(simulation, CONFIG.scheduling().nodes(), CONFIG.queues()).of(methods, 100, 1);
    }
}

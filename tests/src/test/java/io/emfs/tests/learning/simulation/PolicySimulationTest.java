package io.emfs.tests.learning.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.emfs.operators.learning.Forecast;
import io.emfs.operators.learning.QueueForecaster;
import io.emfs.operators.learning.ServedModel;
import io.emfs.state.FunctionProfile;
import io.emfs.state.Statistic;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PolicySimulationTest {
    private static final SimulationConfig CONFIG = SimulationConfigReader.parse("test", """
            scheduling: {seconds: 120, warm-up-seconds: 30}
            service: {mean-ms: [1, 50]}
            """);

    private static final List<PolicySimulation.Node> NODES =
            LongStream.range(0, 5).mapToObj(simulation(1)::node).toList();

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
        for (PolicySimulation.Node node : NODES) {
            List<ScheduledFunction> functions = node.simulate(null);
            assertThat(functions).hasSizeBetween(2, 7).allSatisfy(function -> {
                assertThat(function.missed()).isBetween(0L, function.requests());
                assertThat(function.meanQueue()).isBetween(1.0, 6.0);
            });
            assertThat(functions).anyMatch(function -> function.requests() > 0);
        }
    }

    @Test
    void hasFunctionsBelowTheLaddersQueueWhereTheModelSaysThatAllQueuesAreTheSame() {
        assertThat(meanQueue(steady(0))).isGreaterThan(meanQueue(null));
    }

    @Test
    void hasFunctionsAboveTheLaddersQueueWhereTheModelSaysThatEachQueueTakesManyTimesAsLong() {
        assertThat(meanQueue(steady(2))).isLessThan(meanQueue(null));
    }

    @Test
    void leavesItToTheLadderWhereTheModelForecastsNothing() {
        assertThat(NODES)
                .allSatisfy(
                        node -> assertThat(node.simulate(steady(Double.NaN))).isEqualTo(node.simulate(null)));
    }

    /** Over all functions of the nodes. */
    private static double meanQueue(@Nullable ServedModel model) {
        return NODES.stream()
                .flatMap(node -> node.simulate(model).stream())
                .mapToDouble(ScheduledFunction::meanQueue)
                .average()
                .orElseThrow();
    }

    private static ServedModel steady(double steepness) {
        return new ServedModel("steady", new Steady(steepness));
    }

    /** Expects its usual latency where a function is, and {@code exp(steepness)} times as much in each queue further down. */
    private record Steady(double steepness) implements QueueForecaster {
        @Override
        public int queues() {
            return CONFIG.queues();
        }

        @Override
        public void forecast(FunctionProfile profile, Forecast out) {
            double usual = profile.mean(Statistic.LATENCY_P95) - profile.last(Statistic.ON_CPU);
            for (int queue = 1; queue <= queues(); queue++) {
                double below = queue - profile.last(Statistic.LEVEL);
                out.set(queue, (float) (usual + steepness * below), 0);
            }
            out.correct(profile);
        }
    }

    private static PolicySimulation simulation(long seed) {
        return new PolicySimulation(CONFIG, CONFIG.split("test"), seed);
    }
}

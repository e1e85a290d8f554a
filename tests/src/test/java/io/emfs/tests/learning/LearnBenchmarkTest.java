package io.emfs.tests.learning;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.emfs.state.Observation;
import io.emfs.tests.learning.simulation.SimulationConfig;
import io.emfs.tests.learning.simulation.SimulationConfigReader;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class LearnBenchmarkTest {
    private static final SimulationConfig CONFIG = SimulationConfigReader.parse("test", """
            windows: {count: 8}
            evaluation: {replicas: 2, resamples: 50}
            scheduling: {nodes: 2, seconds: 60, warm-up-seconds: 0}
            splits: {train: {keys: 2}, test: {keys: 12}, ood: {keys: 4}, drift: {keys: 4}}
            """);

    @Test
    void reportsTheWorstOfEachFigure() {
        ObjectNode result = run();
        for (String path : List.of("/test/whatif/last", "/ood/realised/ridge", "/drift/by_k/3/whatif/ewma")) {
            double first = result.at("/seeds/1" + path).asDouble();
            double second = result.at("/seeds/2" + path).asDouble();
            assertThat(first).isPositive().isNotEqualTo(second);
            assertThat(result.at("/splits" + path).asDouble()).isEqualTo(Math.max(first, second));
        }
        assertThat(result.at("/splits/test/noise_floor").asDouble()).isPositive();
        assertThat(result.at("/splits/ood/scheduling/ladder/missed").asDouble()).isBetween(0.001, 1.0);
        assertThat(result.at("/splits/test/scheduling/ladder/urgency").asDouble())
                .isBetween(0.0, 5.0);
        assertThat(result.at("/splits/test/by_k/0/whatif/last").isNull()).isTrue();
        assertThat(result.at("/timings/simulate_s").asDouble()).isPositive();
    }

    @Test
    void comparesEveryMethodToOurs() {
        JsonNode test = run().at("/seeds/1/test");
        // ours is the last value with an upper bound that everything is under
        assertThat(test.at("/ratios/last/value").asDouble()).isEqualTo(1);
        assertThat(test.at("/ratios/last/low").asDouble()).isEqualTo(1);
        assertThat(test.at("/ratios/ridge/high").asDouble())
                .isGreaterThanOrEqualTo(test.at("/ratios/ridge/value").asDouble());
        assertThat(test.at("/coverage80").asDouble()).isEqualTo(1);
        assertThat(test.at("/choices/pte/violations").asDouble())
                .isEqualTo(test.at("/violations").asDouble());
        assertThat(test.at("/regret_ratio").asDouble())
                .isEqualTo(test.at("/choices/pte/regret").asDouble()
                        / test.at("/choices/ladder/regret").asDouble());
    }

    @Test
    void repeatsItself() {
        assertThat(run().get("seeds")).isEqualTo(run().get("seeds"));
    }

    @Test
    void rendersEachSplit() {
        assertThat(new LearnTable(run()).render())
                .contains("test: ", "ood: ", "drift: ", "  pte ", "  choice by ladder");
    }

    private static ObjectNode run() {
        return new LearnBenchmark(CONFIG, (training, config, seed, timings) -> List.of(new Boundless()), phase -> {})
                .run(List.of(1L, 2L));
    }

    private static final class Boundless implements Method {
        @Override
        public String name() {
            return "pte";
        }

        @Override
        public Adaptation adapt() {
            Adaptation last = LastValue.LAST.adapt();
            return new Adaptation() {
                @Override
                public void observe(Observation seen) {
                    last.observe(seen);
                }

                @Override
                public void predict(double[] lnP95ByQueue, double[] lnUpper80ByQueue) {
                    last.predict(lnP95ByQueue, lnUpper80ByQueue);
                    Arrays.fill(lnUpper80ByQueue, 100);
                }
            };
        }
    }
}

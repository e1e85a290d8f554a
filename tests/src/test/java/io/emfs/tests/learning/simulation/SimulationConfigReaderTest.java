package io.emfs.tests.learning.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emfs.config.ConfigException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SimulationConfigReaderTest {
    @Test
    void readsWhatIsShipped() {
        SimulationConfig config = SimulationConfigReader.shipped();
        assertThat(config.quanta())
                .containsExactly(20_000_000, 40_000_000, 80_000_000, 160_000_000, 320_000_000, 500_000_000);
        assertThat(config.splits().stream().map(Split::keys)).containsExactly(1000, 500, 200, 200);
        assertThat(config.split("ood").utilisation()).isEqualTo(new Range(0.88, 1));
        assertThat(config.split("drift").changeWindow()).isEqualTo(13);
    }

    @Test
    void replacesAnyPart() {
        SimulationConfig config =
                SimulationConfigReader.parse("x", "splits: {test: {keys: 7}}\nnode: {background: [0, 0]}\n");
        assertThat(config.split("test").keys()).isEqualTo(7);
        assertThat(config.split("test").coRunners()).isEqualTo(new Range(1, 6));
        assertThat(config.node().background()).isEqualTo(new Range(0, 0));
        assertThat(SimulationConfigReader.parse("x", "{}")).isEqualTo(SimulationConfigReader.shipped());
    }

    @Test
    void fitsWhatIsShippedToFewerWindows() {
        SimulationConfig config = SimulationConfigReader.parse("x", "windows: {count: 8}");
        assertThat(config.evaluation().at()).containsExactly(0, 1, 3, 5);
        assertThat(config.evaluation().pooled()).containsExactly(3, 5);
        assertThat(config.split("drift").changeWindow()).isEqualTo(4);
        assertThat(config.split("test").changeWindow()).isZero();
    }

    @Test
    void namesKeyValueAndWhatIsAllowed() {
        rejects("splits: {test: {keys: none}}", "x:1: splits.test.keys = none: must be a whole number in 1..1000000");
        rejects("windows:\n  count: 2.5", "x:2: windows.count = 2.5: must be a whole number in 2..10000");
        rejects("node: {background: [0.9, 1]}", "node.background[0] = 0.9: must be a number in 0..0.5");
        rejects(
                "splits: {ood: {utilisation: [1, 0.5]}}",
                "splits.ood.utilisation = [1, 0.5]: must be a range [low, high]");
        rejects("queues: {quanta-ms: 20}", "queues.quanta-ms = 20: must be a list of numbers in 0.001..60000");
        rejects(
                "evaluation: {pooled: [2]}",
                "evaluation.pooled = [2]: must be some of evaluation.at = [0, 1, 3, 5, 10, 20]");
        rejects("evaluation: {at: [3, 1]}", "evaluation.at = [3, 1]: must be ascending");
        rejects("window: {count: 3}", "x:1: window: unknown key, allowed: queues, windows, evaluation");
        rejects("splits: 3", "splits: must be a mapping of [train, test, ood, drift]");
        rejects("a: [", "x:1: no YAML");
    }

    @Test
    void namesAFileThatCannotBeRead() {
        assertThatThrownBy(() -> SimulationConfigReader.read(Path.of("/nonexistent/learn.yaml")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("/nonexistent/learn.yaml: cannot be read");
    }

    private static void rejects(String yaml, String message) {
        assertThatThrownBy(() -> SimulationConfigReader.parse("x", yaml))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(message);
    }
}

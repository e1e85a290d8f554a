package io.emfs.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.emfs.config.ConfigLoader;
import io.emfs.config.EmfsConfig;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlinkSettingsTest {
    private static final EmfsConfig CONFIG =
            ConfigLoader.parse("test", "node: here\n", List.of()).config();

    @Test
    void namesOptionsThatFlinkHas(@TempDir Path directory) throws Exception {
        assertThat(FlinkOptions.keys())
                .containsAll(
                        FlinkSettings.of(CONFIG, new StateDirectory(directory)).keySet())
                .containsAll(FlinkSettings.forClusterJob(CONFIG).keySet())
                .containsAll(FlinkSettings.forReplay(CONFIG, directory).keySet())
                .containsAll(RestAccess.of(directory.resolve("rest")).options().keySet());
    }

    @Test
    void givesEachSlotTheMemoryThatItsStateNeeds(@TempDir Path directory) {
        assertThat(FlinkSettings.of(CONFIG, new StateDirectory(directory)).toMap())
                .containsEntry("taskmanager.memory.managed.size", "32m");
        EmfsConfig parallel = ConfigLoader.parse("test", "node: here\nflink: {parallelism.default: 3}\n", List.of())
                .config();
        assertThat(FlinkSettings.of(parallel, new StateDirectory(directory)).toMap())
                .containsEntry("taskmanager.memory.managed.size", "96m");
    }
}

package io.emfs.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.emfs.jobs.FlinkOptions;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterSettingsTest {
    @Test
    void namesOptionsThatFlinkHas(@TempDir Path directory) throws Exception {
        assertThat(FlinkOptions.keys())
                .containsAll(ClusterSettings.of(new ClusterDirectory(directory), 8081, 6123)
                        .keySet());
        assertThat(FlinkOptions.keys())
                .containsAll(new HighAvailability("127.0.0.1:2181")
                        .options(new ClusterDirectory(directory))
                        .keySet());
    }
}

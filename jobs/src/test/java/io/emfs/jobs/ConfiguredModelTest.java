package io.emfs.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emfs.config.ConfigException;
import io.emfs.config.ConfigLoader;
import io.emfs.config.EmfsConfig;
import io.emfs.operators.learning.BaseModel;
import io.emfs.operators.learning.Prior;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfiguredModelTest {
    @TempDir
    private Path dir;

    private Path model;

    @BeforeEach
    void writeTheShippedModel() throws IOException {
        model = dir.resolve("model.pb");
        try (InputStream in = Objects.requireNonNull(Prior.class.getResourceAsStream(Prior.RESOURCE))) {
            Files.copy(in, model);
        }
    }

    @Test
    void isTheShippedOneUnlessAFileIsNamed() {
        assertThat(ConfiguredModel.of(config()).identity()).isEqualTo(BaseModel.SHIPPED.identity());
    }

    @Test
    void readsTheModelOfAFile() {
        EmfsConfig config = config("learning.model=" + model);

        BaseModel read = ConfiguredModel.of(config);

        assertThat(read.identity()).isNotEqualTo(BaseModel.SHIPPED.identity());
        assertThat(Objects.requireNonNull(read.forQueues(config.queues())).provenance())
                .isEqualTo(Objects.requireNonNull(Prior.of(config.queues())).provenance());
    }

    @Test
    void refusesAModelForOtherQuanta() {
        EmfsConfig config = config("learning.model=" + model, "queues[0].quantum=10ms");

        assertThatThrownBy(() -> ConfiguredModel.of(config))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("learning.model = " + model)
                .hasMessageContaining("for these queues");
    }

    @Test
    void refusesAFileThatIsMissingOrNoModel() throws IOException {
        Path missing = dir.resolve("missing.pb");
        Path text = Files.writeString(dir.resolve("text.pb"), "no model");

        assertThatThrownBy(() -> ConfiguredModel.of(config("learning.model=" + missing)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("cannot be read: it is not there");
        assertThatThrownBy(() -> ConfiguredModel.of(config("learning.model=" + text)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("learning.model = " + text);
    }

    private static EmfsConfig config(String... overrides) {
        return ConfigLoader.parse("test.yaml", "", List.of(overrides)).config();
    }
}

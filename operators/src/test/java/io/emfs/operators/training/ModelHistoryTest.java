package io.emfs.operators.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ModelHistoryTest {

    @Test
    void readsEveryVersion() throws IOException {
        for (int version = 1; version <= ModelHistory.VERSION; version++) {
            ModelHistory history = ModelHistory.fromBytes(golden(version));

            assertThat(history.base()).isEqualTo(0x0102030405060708L);
            assertThat(history.promotions()).isEqualTo(3);
            assertThat(history.model()).isEqualTo("model".getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void writesTheNewestVersion() throws IOException {
        byte[] golden = golden(ModelHistory.VERSION);

        assertThat(ModelHistory.fromBytes(golden).toBytes()).isEqualTo(golden);
    }

    @Test
    void refusesLaterVersionsAndWhatWasCutOff() throws IOException {
        byte[] later = golden(ModelHistory.VERSION);
        later[0]++;
        byte[] cut = Arrays.copyOf(golden(1), 19);

        assertThatThrownBy(() -> ModelHistory.fromBytes(later))
                .isInstanceOf(IOException.class)
                .hasMessage("model history has version=2, expected 1..1");
        assertThatThrownBy(() -> ModelHistory.fromBytes(cut)).isInstanceOf(IOException.class);
    }

    private static byte[] golden(int version) throws IOException {
        try (InputStream in = ModelHistoryTest.class.getResourceAsStream("model-history-" + version + ".bin")) {
            return Objects.requireNonNull(in).readAllBytes();
        }
    }
}

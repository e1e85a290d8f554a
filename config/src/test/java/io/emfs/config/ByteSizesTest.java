package io.emfs.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteSizesTest {
    @ParameterizedTest
    @CsvSource({"0, 0", "1000, 1000", "64KiB, 65536", "8MiB, 8388608", "1GiB, 1073741824"})
    void parsesAndPrintsTheSameText(String text, long bytes) {
        assertThat(ByteSizes.parse(text)).isEqualTo(bytes);
        assertThat(ByteSizes.print(bytes)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "8MB", "8 MiB", "-1", "1.5GiB", "99999999999"})
    void rejectsOtherForms(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ByteSizes.parse(text))
                .withMessage("size=" + text + ", must be like 512KiB, 8MiB");
    }
}

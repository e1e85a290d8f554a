package io.emfs.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
    @ParameterizedTest
    @CsvSource({
        "7ns, 7",
        "500us, 500000",
        "24ms, 24000000",
        "1s, 1000000000",
        "5m, 300000000000",
        "2h, 7200000000000",
        "0s, 0",
        "9223372036854775807ns, 9223372036854775807"
    })
    void parsesAndPrintsTheSameText(String text, long nanos) {
        assertThat(Durations.parse(text)).isEqualTo(Duration.ofNanos(nanos));
        assertThat(Durations.print(Duration.ofNanos(nanos))).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"1500ms, 1500ms", "2000ms, 2s", "60s, 1m", "90s, 90s", "120m, 2h", "1000us, 1ms"})
    void printsTheLargestExactUnit(String text, String printed) {
        assertThat(Durations.print(Durations.parse(text))).isEqualTo(printed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "s", "1.5s", "-1s", "1 s", "1d", "1S", "٣s"})
    void rejectsOtherForms(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Durations.parse(text))
                .withMessage("duration=" + text + ", must be like 24ms, 1s, 5m");
    }

    @Test
    void rejectsWhatDoesNotFitALongOfNanoseconds() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Durations.parse("2562048h"))
                .withMessage("duration=2562048h, must be below 2^63 ns");
    }
}

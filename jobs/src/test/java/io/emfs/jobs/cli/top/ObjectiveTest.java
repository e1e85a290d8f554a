package io.emfs.jobs.cli.top;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObjectiveTest {
    @ParameterizedTest(name = "p{0} ≤ 24 ms with p50 {1}, p95 {2}, p99 {3}: {4}")
    @CsvSource({
        "95, 9, 24, 90, true",
        "95, 9, 24.1, 90, false",
        "99, 9, 90, 90, false",
        "99, 9, 10, 24, true",
        "90, 9, 20, 90, true",
        "90, 9, 30, 90, ",
        "90, 25, 30, 90, false",
        "99.9, 9, 20, 24, ",
        "99.9, 9, 20, 25, false",
        "40, 9, 20, 24, true",
        "40, 25, 30, 40, ",
        "95, , , , "
    })
    void tellsWhatTheShownPercentilesProve(
            double percentile, Double p50Ms, Double p95Ms, Double p99Ms, Boolean expected) {
        assertThat(new Objective(percentile, 24).metBy(p50Ms, p95Ms, p99Ms)).isEqualTo(expected);
    }

    @Test
    void readsAsAnInequality() {
        assertThat(new Objective(95, 24).text()).isEqualTo("p95 ≤ 24 ms");
        assertThat(new Objective(99.9, 0.5).text()).isEqualTo("p99.9 ≤ 0.5 ms");
    }
}

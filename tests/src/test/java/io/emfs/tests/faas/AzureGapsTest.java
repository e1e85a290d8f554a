package io.emfs.tests.faas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AzureGapsTest {
    private static final int PARTS = 1_000_000;

    @ParameterizedTest
    @CsvSource({"0, 0", "0.269, 0", "0.5, 1", "0.9, 7", "0.99, 32", "1, 147"})
    void hasThePublishedQuantiles(double part, double gap) {
        assertThat(AzureGaps.quantile(part)).isEqualTo(gap);
    }

    @Test
    void neverDecreases() {
        double[] gaps = gaps().toArray();

        assertThat(gaps).isSorted();
    }

    @Test
    void hasThePublishedPartWithoutAGap() {
        assertThat(gaps().filter(gap -> gap == 0).count() / (double) PARTS).isCloseTo(0.27, within(1e-5));
    }

    @Test
    void hasThePublishedMoments() {
        double mean = gaps().average().orElseThrow();
        double square = gaps().map(gap -> gap * gap).average().orElseThrow();

        assertThat(mean).isCloseTo(2.969, within(0.005));
        assertThat(Math.sqrt(square - mean * mean) / mean).isCloseTo(2.33, within(0.005));
    }

    /** The middles of equal parts: as good as an integral. */
    private static DoubleStream gaps() {
        return IntStream.range(0, PARTS).mapToDouble(i -> AzureGaps.quantile((i + 0.5) / PARTS));
    }
}

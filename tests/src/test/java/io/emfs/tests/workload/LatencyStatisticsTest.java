package io.emfs.tests.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LatencyStatisticsTest {
    @Test
    void takesPercentilesByNearestRank() {
        LatencyStatistics statistics =
                LatencyStatistics.ofNs(LongStream.rangeClosed(1, 100).map(i -> 101 - i));

        assertThat(statistics.n()).isEqualTo(100);
        assertThat(statistics.meanNs()).isEqualTo(50.5);
        assertThat(statistics.p50Ns()).isEqualTo(50);
        assertThat(statistics.p95Ns()).isEqualTo(95);
        assertThat(statistics.p99Ns()).isEqualTo(99);
        assertThat(statistics.maxNs()).isEqualTo(100);
    }

    @Test
    void roundsTheRankUp() {
        LatencyStatistics statistics = LatencyStatistics.ofNs(LongStream.of(10, 20, 30));

        assertThat(statistics.p50Ns()).isEqualTo(20);
        assertThat(statistics.p95Ns()).isEqualTo(30);
        assertThat(statistics.percentileNs(33)).isEqualTo(10);
        assertThat(statistics.percentileNs(34)).isEqualTo(20);
    }

    @Test
    void countsOnlyWhatExceedsTheBound() {
        LatencyStatistics statistics = LatencyStatistics.ofNs(LongStream.of(23_999_999, 24_000_000, 24_000_001, 5));

        assertThat(statistics.misses(Duration.ofMillis(24))).isEqualTo(1);
        assertThat(statistics.missFraction(Duration.ofMillis(24))).isEqualTo(0.25);
    }

    @Test
    void isZeroWithoutLatencies() {
        LatencyStatistics statistics = LatencyStatistics.ofNs(LongStream.empty());

        assertThat(statistics.meanNs()).isZero();
        assertThat(statistics.p99Ns()).isZero();
        assertThat(statistics.missFraction(Duration.ZERO)).isZero();
    }

    @Test
    void rejectsAPercentOutsideItsRange() {
        LatencyStatistics statistics = LatencyStatistics.ofNs(LongStream.of(1));

        assertThatThrownBy(() -> statistics.percentileNs(0)).hasMessage("percent=0.0, allowed (0, 100]");
    }
}

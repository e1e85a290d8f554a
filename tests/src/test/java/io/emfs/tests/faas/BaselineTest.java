package io.emfs.tests.faas;

import static org.assertj.core.api.Assertions.assertThat;

import io.emfs.config.Durations;
import io.emfs.config.Slo;
import io.emfs.tests.workload.LatencyStatistics;
import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BaselineTest {
    private static final FaasFunction FIB20 = FaasFunction.ALL.get(0);

    @ParameterizedTest
    @CsvSource({"13100000, 39ms", "13200000, 40ms", "2350000000, 7050ms", "1540000, 4600us", "1000, 100us"})
    void boundsTheSloAtThreeTimesTheP95Rounded(long p95Ns, String bound) {
        Slo slo = new Baseline(FIB20, p95Ns, p95Ns).slo();

        assertThat(slo).isEqualTo(new Slo(95, Durations.parse(bound)));
    }

    @Test
    void takesMeanAndP95OfTheRequestsAlone() {
        Baseline baseline = Baseline.of(FIB20, LatencyStatistics.ofNs(LongStream.rangeClosed(1, 100)));

        assertThat(baseline).isEqualTo(new Baseline(FIB20, 50.5, 95));
    }

    @Test
    void tellsWhenTheCoreWasNotIdle() {
        assertThat(alone(14).disturbed(1)).isFalse();
        assertThat(alone(18).disturbed(1)).isTrue();
        assertThat(alone(2).disturbed(0.1)).isFalse();
    }

    private static Baseline alone(int meanMs) {
        return new Baseline(FIB20, Duration.ofMillis(meanMs).toNanos(), 0);
    }
}

package io.emfs.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class FunctionProfileTest {
    private static final FunctionKey KEY = new FunctionKey("node", "f");

    @Test
    void averagesItsFirstWindowsEvenly() {
        FunctionProfile profile = FunctionProfile.EMPTY
                .next(window(10, 100))
                .next(window(20, 200))
                .next(window(60, 600));

        assertThat(profile.windows()).isEqualTo(3);
        assertThat(profile.ratePerSecond().mean()).isCloseTo(30, within(1e-9));
        assertThat(profile.ratePerSecond().variance()).isCloseTo((400 + 100 + 900) / 3.0, within(1e-9));
        assertThat(profile.latencyP95Ns().mean()).isCloseTo(600, within(1e-9));
        assertThat(profile.last()).isEqualTo(WindowFeatures.of(window(60, 600)));
    }

    @Test
    void forgetsWithAGainOfOneTwelfth() {
        FunctionProfile profile = FunctionProfile.EMPTY;
        for (int i = 0; i < 100; i++) {
            profile = profile.next(window(10, 100));
        }

        assertThat(profile.next(window(10, 220)).latencyMeanNs().mean()).isCloseTo(110, within(1e-6));
    }

    @Test
    void keepsItsStatisticsInAWindowWithoutRequests() {
        FunctionProfile before = FunctionProfile.EMPTY.next(window(10, 100));
        FunctionProfile after = before.next(window(0, 0));

        assertThat(after.windows()).isEqualTo(1);
        assertThat(after.latencyMeanNs()).isEqualTo(before.latencyMeanNs());
        assertThat(after.last()).isEqualTo(WindowFeatures.EMPTY);
    }

    private static WindowSummary window(long count, double mean) {
        Percentiles latency = new Percentiles(mean, mean, 2 * mean, 3 * mean, 4 * mean);
        return new WindowSummary(
                KEY, "fast", 0, 1000, count, 0, RequestPercentiles.answered(latency, latency, latency), 2 * mean, 0);
    }
}

package io.emfs.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class FunctionProfileTest {
    private static final NodeLoad LOAD = new NodeLoad(0.1, 0.2, 0.3);

    @Test
    void averagesItsFirstWindowsEvenly() {
        FunctionProfile profile =
                FunctionProfile.EMPTY.next(window(1, 1e6)).next(window(2, 2e6)).next(window(3, 6e6));

        assertThat(profile.windows()).isEqualTo(3);
        assertThat(profile.mean(Statistic.LEVEL)).isCloseTo(2, within(1e-6f));
        assertThat(profile.variance(FunctionProfile.VARYING.indexOf(Statistic.LEVEL)))
                .isCloseTo(2f / 3, within(1e-6f));
        assertThat(profile.mean(Statistic.LATENCY_P95))
                .isCloseTo((float) ((Math.log(1) + Math.log(2) + Math.log(6)) / 3), within(1e-6f));
        assertThat(profile.last(Statistic.LATENCY_P95)).isCloseTo((float) Math.log(6), within(1e-6f));
        assertThat(profile.mean(Statistic.LOAD_ABOVE)).isCloseTo((0 + 0.1f + 0.3f) / 3, within(1e-6f));
    }

    @Test
    void forgetsWithAGainOfOneTwelfth() {
        FunctionProfile profile = FunctionProfile.EMPTY;
        for (int i = 0; i < 100; i++) {
            profile = profile.next(window(1, 1e6));
        }

        assertThat(profile.next(window(1, 1e6 * Math.exp(1.2))).mean(Statistic.LATENCY_P95))
                .isCloseTo(0.1f, within(1e-5f));
    }

    @Test
    void takesOnlyLoadAndRequestsInFlightFromAWindowWithoutRequests() {
        FunctionProfile before = FunctionProfile.EMPTY.next(window(2, 3e6));
        FunctionProfile after = before.next(new Observation(2, 1, 0, 0, 0, 0, 0, 0, 0, 0, 4, new NodeLoad(0.5, 0, 0)));

        assertThat(after.windows()).isEqualTo(1);
        assertThat(after.mean(Statistic.LATENCY_P95)).isEqualTo(before.mean(Statistic.LATENCY_P95));
        assertThat(after.last(Statistic.LATENCY_P95)).isEqualTo(before.last(Statistic.LATENCY_P95));
        assertThat(after.last(Statistic.IN_FLIGHT)).isCloseTo((float) Math.log(5), within(1e-6f));
        assertThat(after.load(1)).isEqualTo(0.5f);
    }

    @Test
    void staysFiniteWhateverIsObserved() {
        double[] extremes = {0, -1, Double.NaN, Double.POSITIVE_INFINITY, Double.MAX_VALUE, Double.MIN_VALUE};
        for (double x : extremes) {
            FunctionProfile profile = FunctionProfile.EMPTY
                    .next(new Observation(1, x, 1, x, x, x, x, x, x, x, x, new NodeLoad(x, x)))
                    .next(new Observation(2, x, x, x, x, x, x, x, x, x, x, new NodeLoad(x, x)));

            for (Statistic statistic : Statistic.values()) {
                assertThat(profile.mean(statistic)).as("%s of %s", statistic, x).isFinite();
                assertThat(profile.last(statistic)).as("%s of %s", statistic, x).isFinite();
            }
            assertThat(profile.load(1)).as("load of %s", x).isFinite();
        }
    }

    private static Observation window(int queue, double p95Ns) {
        return new Observation(queue, 1, 10, p95Ns / 2, p95Ns, p95Ns, 0, 1e5, 1e5, 0, 0, LOAD);
    }
}

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
    void forgetsWhatWasBeforeItsServiceTimeChanged() {
        FunctionProfile before = steady(20);
        FunctionProfile changed = before.next(window(2, 1e6, 10, 2e5));

        assertThat(changed.windows()).isEqualTo(2);
        assertThat(changed.mean(Statistic.ON_CPU))
                .isCloseTo((float) (Math.log(0.1) + Math.log(0.2)) / 2, within(1e-5f));
        assertThat(changed.history().weight(1)).isCloseTo(1, within(0.1f));
        assertThat(changed.history().weight(2)).isEqualTo(1);
        assertThat(changed.history().covariance(0)).isEqualTo(before.history().covariance(0));
        assertThat(changed.score()).isEqualTo(before.score());
        assertThat(changed.next(window(2, 1e6, 10, 2e5)).windows()).isEqualTo(3);
    }

    @Test
    void remembersThroughWhatMayBeChance() {
        assertThat(steady(20).next(window(1, 1e6, 15, 1.2e5)).windows()).isEqualTo(21);
        assertThat(steady(20).next(window(1, 1e6, 100, 1e5)).windows()).isEqualTo(21);
        assertThat(steady(20).next(window(1, 9e6, 10, 1e5)).windows()).isEqualTo(21);
        assertThat(steady(2).next(window(1, 1e6, 30, 9e5)).windows()).isEqualTo(3);
    }

    @Test
    void takesAFunctionThatChangesAllTheTimeForThat() {
        FunctionProfile profile = steady(20);
        for (int i = 0; i < 20; i++) {
            profile = profile.next(window(1, 1e6, 10, i % 2 == 0 ? 3e5 : 1e5));
        }

        assertThat(profile.windows()).isGreaterThan(10);
    }

    private static FunctionProfile steady(int windows) {
        FunctionProfile profile = FunctionProfile.EMPTY;
        for (int i = 0; i < windows; i++) {
            profile = profile.next(window(1, 1e6));
        }
        return profile;
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

    @Test
    void remembersHowItFaredInEachQueue() {
        FunctionProfile profile =
                FunctionProfile.EMPTY.next(window(1, 1e6)).next(window(3, 2e6)).next(window(3, 8e6));

        assertThat(profile.history().weight(1)).isEqualTo(1);
        assertThat(profile.history().weight(2)).isZero();
        assertThat(profile.history().weight(3)).isEqualTo(2);
        // the CPU time is 0.1 ms
        assertThat(profile.history().slowdown(1)).isCloseTo((float) Math.log(10), within(1e-5f));
        assertThat(profile.history().slowdown(3)).isCloseTo((float) Math.log(40), within(1e-5f));
        assertThat(profile.history().load(3)).isCloseTo(0.3f, within(1e-6f));
        // of levels 1, 3, 3 with themselves, and with ln 10, ln 20, ln 80
        assertThat(profile.history().covariance(0)).isCloseTo(8f / 9, within(1e-5f));
        assertThat(profile.history().covariance(3)).isCloseTo((float) (4 * Math.log(4) / 9), within(1e-5f));
    }

    @Test
    void forgetsOldQueuesWhenItKnowsEnough() {
        FunctionProfile profile = FunctionProfile.EMPTY;
        for (int i = 0; i < 100; i++) {
            profile = profile.next(window(1, 1e6));
        }
        float full = profile.history().weight(1);
        for (int i = 0; i < 40; i++) {
            profile = profile.next(window(3, 5e6));
        }

        assertThat(full).isCloseTo(FunctionProfile.MEMORY_WINDOWS, within(0.1f));
        assertThat(profile.history().weight(1)).isLessThan(0.05f * full);
        assertThat(profile.history().slowdown(1)).isCloseTo((float) Math.log(10), within(1e-5f));
    }

    private static Observation window(int queue, double p95Ns) {
        return window(queue, p95Ns, 10, 1e5);
    }

    private static Observation window(int queue, double p95Ns, double ratePerSecond, double onCpuNs) {
        return new Observation(queue, 1, ratePerSecond, p95Ns / 2, p95Ns, p95Ns, 0, onCpuNs, onCpuNs, 0, 0, LOAD);
    }
}

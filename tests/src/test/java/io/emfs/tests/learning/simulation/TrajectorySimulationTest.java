package io.emfs.tests.learning.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TrajectorySimulationTest {
    private static final SimulationConfig CONFIG = SimulationConfigReader.parse(
            "test", "{windows: {count: 8}, evaluation: {at: [0, 1, 3], pooled: [3], replicas: 4}}");

    @Test
    void isTheSameForTheSameSeed() {
        for (long key = 0; key < 3; key++) {
            assertThat(simulate(5, key, false)).isEqualTo(simulate(5, key, false));
            assertThat(simulate(5, key, false)).isNotEqualTo(simulate(6, key, false));
        }
        assertThat(simulate(5, 0, false).windows())
                .isNotEqualTo(simulate(5, 1, false).windows());
    }

    @Test
    void showsTheSameWindowsWhetherOrNotTheTruthIsAskedFor() {
        for (long key = 0; key < 5; key++) {
            Trajectory asked = simulate(1, key, true);
            Trajectory unasked = simulate(1, key, false);
            for (int window = 0; window < 8; window++) {
                assertThat(asked.windows().get(window).seen())
                        .isEqualTo(unasked.windows().get(window).seen());
                assertThat(asked.windows().get(window).whatIf() != null).isEqualTo(window < 2 || window == 3);
            }
        }
    }

    @Test
    void observesWithinWhatIsPossible() {
        for (long key = 0; key < 20; key++) {
            for (SimulatedWindow window : simulate(2, key, false).windows()) {
                assertThat(window.seen().queue()).isBetween(1, 6);
                assertThat(window.seen().seconds()).isBetween(1.0, 120.0);
                assertThat(window.seen().load().total()).isBetween(0.0, 1.0 + 1e-9);
                assertThat(window.seen().latencyP95Ns())
                        .isLessThanOrEqualTo(window.seen().latencyP99Ns());
                assertThat(window.seen().latencyMeanNs())
                        .isGreaterThanOrEqualTo(window.seen().onCpuMeanNs());
                assertThat(window.counted())
                        .isEqualTo(Math.round(window.seen().ratePerSecond()
                                        * window.seen().seconds())
                                >= 5);
            }
        }
    }

    @Test
    void findsUrgentQueuesFasterOnAverage() {
        double first = 0;
        double last = 0;
        for (long key = 0; key < 30; key++) {
            for (SimulatedWindow window : simulate(3, key, true).windows()) {
                WhatIf truth = window.whatIf();
                if (truth != null) {
                    first += truth.lnP95(1);
                    last += truth.lnP95(6);
                }
            }
        }
        assertThat(first).isLessThan(last - 30);
    }

    private static Trajectory simulate(long seed, long key, boolean whatIf) {
        return new TrajectorySimulation(CONFIG, CONFIG.split("test"), seed, whatIf).simulate(key);
    }
}

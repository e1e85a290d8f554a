package io.emfs.tests.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.emfs.state.NodeLoad;
import io.emfs.state.Observation;
import io.emfs.tests.learning.simulation.SimulationConfig;
import io.emfs.tests.learning.simulation.SimulationConfigReader;
import io.emfs.tests.learning.simulation.TrajectorySimulation;
import io.emfs.tests.learning.simulation.WhatIf;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ChoiceScoreTest {
    private static final WhatIf TRUTH = truth();

    @Test
    void findsNothingToRegretInTheBestChoice() {
        double lnBound = TRUTH.lnP95(4);
        int oracle = oracle(lnBound);
        ChoiceScore score = new ChoiceScore();
        score.add(TRUTH, lnBound, oracle);
        assertThat(score.regret()).isZero();
        assertThat(score.violations()).isZero();
        assertThat(score.overpromotion()).isZero();
    }

    @Test
    void countsATenthForEachQueueTooUrgent() {
        double lnBound = worst() + 1;
        ChoiceScore score = new ChoiceScore();
        score.add(TRUTH, lnBound, 6);
        score.add(TRUTH, lnBound, 3);
        assertThat(score.regret()).isCloseTo(0.15, within(1e-12));
        assertThat(score.overpromotion()).isEqualTo(1.5);
        assertThat(score.violations()).isZero();
    }

    @Test
    void regretsAMissByItsLogarithm() {
        double lnBound = worst() - 0.25;
        int chosen = 1;
        while (TRUTH.lnP95(chosen) < worst()) {
            chosen++;
        }
        ChoiceScore score = new ChoiceScore();
        score.add(TRUTH, lnBound, chosen);
        assertThat(score.regret()).isCloseTo(0.25 + 0.1 * Math.max(0, oracle(lnBound) - chosen), within(1e-12));
        assertThat(score.violations()).isEqualTo(1);
        assertThat(score.choices()).isEqualTo(1);
    }

    @Test
    void choosesTheLeastUrgentQueueThatMeetsTheBound() {
        double[] upper = {1, 2, 3, 2.5, 5, 6};
        assertThat(QueueChoice.byForecast(upper, 2.5)).isEqualTo(4);
        assertThat(QueueChoice.byForecast(upper, 0.5)).isEqualTo(1);
        assertThat(QueueChoice.byForecast(upper, 7)).isEqualTo(6);
        assertThat(QueueChoice.byForecast(new double[] {Double.NaN, Double.NaN}, 7))
                .isEqualTo(1);
    }

    @Test
    void stepsOnTheLadder() {
        double lnBound = Math.log(1e6);
        assertThat(QueueChoice.byLadder(seen(3, 1.1e6), lnBound, 6)).isEqualTo(2);
        assertThat(QueueChoice.byLadder(seen(3, 0.9e6), lnBound, 6)).isEqualTo(3);
        assertThat(QueueChoice.byLadder(seen(3, 0.4e6), lnBound, 6)).isEqualTo(4);
        assertThat(QueueChoice.byLadder(seen(1, 1.1e6), lnBound, 6)).isEqualTo(1);
        assertThat(QueueChoice.byLadder(seen(6, 0.4e6), lnBound, 6)).isEqualTo(6);
    }

    private static int oracle(double lnBound) {
        int oracle = 1;
        for (int queue = 1; queue <= 6; queue++) {
            oracle = TRUTH.lnP95(queue) <= lnBound ? queue : oracle;
        }
        return oracle;
    }

    private static double worst() {
        double worst = TRUTH.lnP95(1);
        for (int queue = 2; queue <= 6; queue++) {
            worst = Math.max(worst, TRUTH.lnP95(queue));
        }
        return worst;
    }

    private static Observation seen(int queue, double p95Ns) {
        return new Observation(queue, 1, 10, p95Ns, p95Ns, p95Ns, 0, 1e6, 1e6, 0, 0, NodeLoad.none(6));
    }

    private static WhatIf truth() {
        SimulationConfig config = SimulationConfigReader.parse("test", "windows: {count: 2}");
        return Objects.requireNonNull(new TrajectorySimulation(config, config.split("ood"), 3, true)
                .simulate(0)
                .windows()
                .get(1)
                .whatIf());
    }
}

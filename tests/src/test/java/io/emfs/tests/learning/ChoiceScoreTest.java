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
    private static final QueueChoice CHOICE = new QueueChoice(
            SimulationConfigReader.parse("test", "windows: {count: 2}").queueConfigs());

    @Test
    void findsNothingToRegretInTheBestChoice() {
        double lnBound = TRUTH.lnP95(4);
        int oracle = oracle(lnBound);
        ChoiceScore score = new ChoiceScore();
        score.add(TRUTH, lnBound, 6, oracle);
        assertThat(score.regret()).isZero();
        assertThat(score.violations()).isZero();
        assertThat(score.overpromotion()).isZero();
    }

    @Test
    void countsATenthForEachQueueTooUrgent() {
        double lnBound = worst() + 1;
        ChoiceScore score = new ChoiceScore();
        score.add(TRUTH, lnBound, 6, 6);
        score.add(TRUTH, lnBound, 6, 3);
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
        score.add(TRUTH, lnBound, 6, chosen);
        assertThat(score.regret()).isCloseTo(0.25 + 0.1 * Math.max(0, oracle(lnBound) - chosen), within(1e-12));
        assertThat(score.violations()).isEqualTo(1);
        assertThat(score.choices()).isEqualTo(1);
    }

    /** Above 320 ms, the SLO names p6; below, p5 is the last one that a function with an SLO is put in. */
    @Test
    void choosesTheLeastUrgentQueueThatMeetsTheBound() {
        double lnBound = Math.log(400e6);
        double[] upper = {lnBound - 2, lnBound - 1, lnBound + 0.1, lnBound, lnBound + 1, lnBound + 2};
        assertThat(CHOICE.byForecast(upper, lnBound + 1e-6)).isEqualTo(4);
        assertThat(CHOICE.byForecast(upper, lnBound - 3)).isEqualTo(1);
        assertThat(CHOICE.byForecast(upper, lnBound + 3)).isEqualTo(6);
        assertThat(CHOICE.byForecast(new double[] {0, 0, 0, 0, 0, 0}, Math.log(300e6)))
                .isEqualTo(5);
        assertThat(CHOICE.byForecast(new double[] {Double.NaN, Double.NaN}, lnBound))
                .isEqualTo(1);
    }

    @Test
    void stepsOnTheLadder() {
        double lnBound = Math.log(400e6);
        assertThat(CHOICE.byLadder(seen(3, 440e6), lnBound)).isEqualTo(2);
        assertThat(CHOICE.byLadder(seen(3, 360e6), lnBound)).isEqualTo(3);
        assertThat(CHOICE.byLadder(seen(3, 160e6), lnBound)).isEqualTo(4);
        assertThat(CHOICE.byLadder(seen(1, 440e6), lnBound)).isEqualTo(1);
        assertThat(CHOICE.byLadder(seen(6, 160e6), lnBound)).isEqualTo(6);
        assertThat(CHOICE.byLadder(seen(5, 1e6), Math.log(300e6))).isEqualTo(5);
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

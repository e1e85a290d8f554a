package io.emfs.jobs.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PaceTest {
    @Test
    void waitsForNothingAtTheFastest() {
        Pace pace = new Pace(Pace.FASTEST);

        assertThat(pace.waitNs(1_000, 0)).isZero();
        assertThat(pace.waitNs(1_000_000_000_000L, 1)).isZero();
    }

    @Test
    void keepsTheDistancesOfTheRecordingDividedByTheSpeed() {
        Pace pace = new Pace(10);

        assertThat(pace.waitNs(5_000, 100)).isZero();
        assertThat(pace.waitNs(6_000, 130)).isEqualTo(70);
        assertThat(pace.waitNs(6_000, 200)).isZero();
        assertThat(pace.waitNs(6_500, 300)).isEqualTo(-50);
    }

    @Test
    void refusesToGoBackwards() {
        assertThatThrownBy(() -> new Pace(-1)).hasMessage("speed=-1.0, must not be negative");
        assertThatThrownBy(() -> new Pace(Double.NaN)).hasMessage("speed=NaN, must not be negative");
    }
}

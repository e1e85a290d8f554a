package io.emfs.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class MissTallyTest {

    @Test
    void halvesWhatIsAHalfLifeOld() {
        MissTally tally = MissTally.EMPTY.plus(1_000, 40, 10).plus(1_000 + MissTally.HALF_LIFE_MS, 10, 10);

        assertThat(tally.requests()).isCloseTo(30, within(1e-9));
        assertThat(tally.missed()).isCloseTo(15, within(1e-9));
        assertThat(tally.rate()).isCloseTo(0.5, within(1e-9));
    }

    @Test
    void doesNotFadeBackwards() {
        assertThat(MissTally.EMPTY.plus(2_000, 4, 1).plus(1_000, 4, 1)).isEqualTo(new MissTally(2_000, 8, 2));
    }

    @Test
    void leavesWhatOthersCounted() {
        MissTally own = MissTally.EMPTY.plus(1_000, 10, 10);
        MissTally all = own.plus(1_000, 30, 0);

        assertThat(all.without(own)).isEqualTo(new MissTally(1_000, 30, 0));
        assertThat(all.without(own).rate()).isZero();
        assertThat(MissTally.EMPTY.rate()).isZero();
    }
}

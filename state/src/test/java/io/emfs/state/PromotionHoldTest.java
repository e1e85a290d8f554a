package io.emfs.state;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PromotionHoldTest {

    @Test
    void waitsTwiceAsLongEachTime() {
        PromotionHold once = PromotionHold.NONE.raised(1_000, 10_000);
        assertThat(once).isEqualTo(new PromotionHold(11_000, 1));
        assertThat(once.holds(10_999)).isTrue();
        assertThat(once.holds(11_000)).isFalse();

        assertThat(once.raised(12_000, 10_000)).isEqualTo(new PromotionHold(32_000, 2));
    }

    @Test
    void forgetsWhatIsLongAgo() {
        PromotionHold stale = new PromotionHold(100_000, 8);
        assertThat(stale.raised(179_000, 10_000).factor()).isEqualTo(16);
        assertThat(stale.raised(180_000, 10_000).factor()).isEqualTo(1);
    }

    @Test
    void growsToALimit() {
        PromotionHold hold = PromotionHold.NONE;
        for (int i = 0; i < 20; i++) {
            hold = hold.raised(hold.untilMs(), 1_000);
        }
        assertThat(hold.factor()).isEqualTo(64);
    }
}

package io.emfs.state;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QueuePlacementTest {
    private static final QueuePlacement P2 = QueuePlacement.initial(2, 24_000_000, 1_000);

    @Test
    void countsInARowOnly() {
        assertThat(P2.afterMiss().afterMiss().misses()).isEqualTo(2);
        assertThat(P2.afterMiss().afterComfort().misses()).isZero();
        assertThat(P2.afterComfort().afterMiss().comfortable()).isZero();
        assertThat(P2.afterComfort().afterNeither()).isEqualTo(P2);
    }

    @Test
    void doublesTheBackoffWhenADemotionWasAMistake() {
        QueuePlacement once = P2.demotedTo(3, 2_000).promotedTo(2, 3_000);
        QueuePlacement twice = once.demotedTo(3, 4_000).promotedTo(2, 5_000);

        assertThat(once.queue()).isEqualTo(2);
        assertThat(once.backoffFactor(3, 3_000)).isEqualTo(2);
        assertThat(once.backoffFactor(4, 3_000)).isEqualTo(1);
        assertThat(twice.backoffs()).containsExactly(new DemotionBackoff(3, 4, 5_000));
    }

    @Test
    void doesNotBlameAQueueItWasNotDemotedTo() {
        assertThat(P2.promotedTo(1, 2_000).backoffs()).isEmpty();
    }

    @Test
    void capsTheBackoff() {
        QueuePlacement placement = P2;
        for (int i = 0; i < 10; i++) {
            placement = placement.demotedTo(3, 2_000).promotedTo(2, 2_000);
        }

        assertThat(placement.backoffFactor(3, 2_000)).isEqualTo(DemotionBackoff.MAX_FACTOR);
    }

    @Test
    void halvesTheBackoffEveryTenMinutes() {
        DemotionBackoff backoff = new DemotionBackoff(3, 8, 0);

        assertThat(backoff.factorAt(DemotionBackoff.HALF_LIFE_MS - 1)).isEqualTo(8);
        assertThat(backoff.factorAt(DemotionBackoff.HALF_LIFE_MS)).isEqualTo(4);
        assertThat(backoff.factorAt(3 * DemotionBackoff.HALF_LIFE_MS)).isEqualTo(1);
        assertThat(backoff.factorAt(Long.MAX_VALUE)).isEqualTo(1);
        assertThat(backoff.raised(DemotionBackoff.HALF_LIFE_MS).factor()).isEqualTo(8);
    }

    @Test
    void startsCountingAnewAfterAnAbsence() {
        QueuePlacement missed = P2.afterMiss();

        assertThat(missed.started()).isEqualTo(missed);
        assertThat(missed.exited(9_000).started()).isEqualTo(P2);
    }
}

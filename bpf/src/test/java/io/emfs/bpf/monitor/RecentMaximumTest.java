package io.emfs.bpf.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecentMaximumTest {
    private static final long S = 1_000_000_000L;

    private final RecentMaximum recent = new RecentMaximum();

    @Test
    void isZeroAtFirst() {
        assertThat(recent.at(100 * S)).isZero();
    }

    @Test
    void remembersTheLargestForAtLeast15AndAtMost20Seconds() {
        recent.record(101 * S, 7);
        recent.record(102 * S, 9);
        recent.record(103 * S, 8);

        assertThat(recent.at(103 * S)).isEqualTo(9);
        assertThat(recent.at(119 * S)).isEqualTo(9);
        assertThat(recent.at(120 * S)).isZero();
    }

    @Test
    void fallsBackToTheLargestOfWhatIsYoungEnough() {
        recent.record(100 * S, 9);
        recent.record(106 * S, 5);

        assertThat(recent.at(110 * S)).isEqualTo(9);
        assertThat(recent.at(121 * S)).isEqualTo(5);
    }

    @Test
    void forgetsAllAfterALongSilence() {
        recent.record(100 * S, 9);
        recent.record(1_000_000 * S, 3);

        assertThat(recent.at(1_000_000 * S)).isEqualTo(3);
    }
}

package io.emfs.tests.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChaosPlanTest {
    @Test
    void killsEvery20SecondsAndAtTheEnd() {
        assertThat(plan(60).kills())
                .containsExactly(Duration.ofSeconds(20), Duration.ofSeconds(40), Duration.ofSeconds(60));
        assertThat(plan(50).kills())
                .containsExactly(Duration.ofSeconds(20), Duration.ofSeconds(40), Duration.ofSeconds(50));
    }

    @Test
    void killsAShortRunHalfWayToo() {
        assertThat(plan(15).kills()).containsExactly(Duration.ofMillis(7500), Duration.ofSeconds(15));
    }

    @Test
    void alternatesBetweenAPauseAndNone() {
        assertThat(ChaosPlan.pausesAfter(0)).isTrue();
        assertThat(ChaosPlan.pausesAfter(1)).isFalse();
    }

    @Test
    void refusesARunInWhichNothingCanHappen() {
        assertThatThrownBy(() -> plan(3)).hasMessage("duration=3 s, must be at least 4 s");
    }

    private static ChaosPlan plan(long seconds) {
        return new ChaosPlan(Duration.ofSeconds(seconds), 1000, 1, 1, List.of(), 9464, List.of());
    }
}

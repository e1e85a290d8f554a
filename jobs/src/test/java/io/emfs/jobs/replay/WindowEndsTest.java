package io.emfs.jobs.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emfs.config.WindowConfig;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class WindowEndsTest {
    private final WindowEnds ends = new WindowEnds(List.of(window(1000, 200), window(3000, 500)));

    @Test
    void areTheLastMillisecondsOfAnyWindow() {
        assertThat(ends.next(0)).isEqualTo(199);
        assertThat(ends.next(198)).isEqualTo(199);
        assertThat(ends.next(199)).isEqualTo(399);
        assertThat(ends.next(399)).isEqualTo(499);
        assertThat(ends.next(499)).isEqualTo(599);
        assertThat(ends.next(-1)).isEqualTo(199);
        assertThat(ends.next(-2)).isEqualTo(-1);
    }

    @Test
    void lastAsLongAsTheLongestWindowAndOneSlideMore() {
        assertThat(ends.lastFor(10_000)).isEqualTo(13_500);
    }

    @Test
    void needRoomBetweenThem() {
        assertThatThrownBy(() -> new WindowEnds(List.of(window(6, 2), window(9, 3))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "windows[].slide = [2, 3] ms: a replay needs slides with a common divisor of at least 2 ms");
    }

    private static WindowConfig window(int sizeMs, int slideMs) {
        return new WindowConfig("w" + sizeMs, Duration.ofMillis(sizeMs), Duration.ofMillis(slideMs));
    }
}

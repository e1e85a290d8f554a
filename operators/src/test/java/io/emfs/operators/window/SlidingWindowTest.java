package io.emfs.operators.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.emfs.state.SliceKey;
import org.junit.jupiter.api.Test;

class SlidingWindowTest {
    private static final SlidingWindow FAST = new SlidingWindow("fast", 1000, 200);

    @Test
    void cutsTimeIntoSlicesOfOneSlide() {
        assertThat(FAST.sliceAt(0)).isEqualTo(new SliceKey("fast", 0, 200));
        assertThat(FAST.sliceAt(199)).isEqualTo(new SliceKey("fast", 0, 200));
        assertThat(FAST.sliceAt(200)).isEqualTo(new SliceKey("fast", 200, 400));
        assertThat(FAST.sliceAt(-1)).isEqualTo(new SliceKey("fast", -200, 0));
    }

    @Test
    void containsASliceInAsManyWindowsAsSlidesFit() {
        SliceKey slice = new SliceKey("fast", 200, 400);

        assertThat(FAST.contains(slice, 200)).isFalse();
        assertThat(FAST.contains(slice, 400)).isTrue();
        assertThat(FAST.contains(slice, 1200)).isTrue();
        assertThat(FAST.contains(slice, 1400)).isFalse();
        assertThat(FAST.isPast(slice, 1200)).isFalse();
        assertThat(FAST.isPast(slice, 1400)).isTrue();
    }

    @Test
    void closesAWindowWithItsLastMillisecond() {
        SliceKey slice = new SliceKey("fast", 200, 400);

        assertThat(FAST.firstOpenEndMs(slice, Long.MIN_VALUE)).isEqualTo(400);
        assertThat(FAST.firstOpenEndMs(slice, 398)).isEqualTo(400);
        assertThat(FAST.firstOpenEndMs(slice, 399)).isEqualTo(600);
        assertThat(FAST.firstOpenEndMs(slice, 1198)).isEqualTo(1200);
        assertThat(FAST.firstOpenEndMs(slice, 1199)).isEqualTo(SlidingWindow.LATE);
    }

    @Test
    void endsAtMultiplesOfTheSlide() {
        assertThat(FAST.endsAt(400)).isTrue();
        assertThat(FAST.endsAt(399)).isFalse();
        assertThat(FAST.nextEndMs(400)).isEqualTo(600);
        assertThat(FAST.nextEndMs(399)).isEqualTo(400);
    }
}

package io.emfs.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WindowSliceTest {
    private static final FunctionKey KEY = new FunctionKey("node", "f");

    @Test
    void sumsUpToWhatMergingYields() {
        Random random = new Random(3);
        SketchSum sum = new SketchSum();
        for (int round = 0; round < 100; round++) {
            List<WindowSlice> slices = new ArrayList<>();
            WindowSlice merged = new WindowSlice();
            for (int i = random.nextInt(7); i > 0; i--) {
                WindowSlice slice = sliceOf(random);
                slices.add(slice);
                merged.merge(slice);
            }
            WindowSlice summed = WindowSlice.sum(slices, sum);

            assertThat(summed.toPercentiles()).isEqualTo(merged.toPercentiles());
            assertThat(summed.count()).isEqualTo(merged.count());
            assertThat(summed.isEmpty()).isEqualTo(merged.isEmpty());
            assertThat(summed.inFlight()).isEqualTo(merged.inFlight());
            assertThat(summed.answeredNs()).isEqualTo(merged.answeredNs());
            for (Quantity quantity : Quantity.values()) {
                assertThat(summed.of(quantity).zeros())
                        .isEqualTo(merged.of(quantity).zeros());
                assertThat(summed.of(quantity).bins().total())
                        .isEqualTo(merged.of(quantity).bins().total());
            }
        }
    }

    private static WindowSlice sliceOf(Random random) {
        WindowSlice slice = new WindowSlice();
        for (int i = random.nextInt(40); i > 0; i--) {
            slice.add(new RequestAnswered(KEY, 0, random.nextInt(3), random.nextLong(10_000_000_000L), 1, i, false));
            slice.add(new RequestCompleted(
                    KEY, 0, random.nextInt(), random.nextInt(3) - 1, random.nextInt(1000), 1, 1, 1));
        }
        return slice;
    }
}

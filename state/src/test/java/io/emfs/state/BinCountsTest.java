package io.emfs.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class BinCountsTest {
    @Test
    void countsWhatAMapCounts() {
        Random random = new Random(1);
        for (int round = 0; round < 300; round++) {
            BinCounts bins = new BinCounts();
            Map<Integer, Long> expected = new TreeMap<>();
            fill(bins, expected, random, round);

            assertThat(toMap(bins)).isEqualTo(expected);
            assertThat(bins.total())
                    .isEqualTo(expected.values().stream().mapToLong(n -> n).sum());
        }
    }

    /** Far apart, overlapping, one within the other, empty: the library's store failed to merge some of these. */
    @Test
    void mergesAnyTwo() {
        Random random = new Random(2);
        for (int round = 0; round < 2_000; round++) {
            BinCounts left = new BinCounts();
            BinCounts right = new BinCounts();
            Map<Integer, Long> expected = new TreeMap<>();
            Map<Integer, Long> expectedRight = new TreeMap<>();
            fill(left, expected, random, random.nextInt(60));
            fill(right, expectedRight, random, random.nextInt(60));
            BinCounts copy = left.copy();
            copy.merge(right);
            expectedRight.forEach((bin, count) -> expected.merge(bin, count, Long::sum));

            assertThat(toMap(copy)).isEqualTo(expected);
            assertThat(toMap(right)).isEqualTo(expectedRight);
            left.merge(right);
            assertThat(toMap(left)).isEqualTo(expected);
        }
    }

    @Test
    void keepsACopyApart() {
        BinCounts bins = new BinCounts();
        bins.add(7, 1);
        BinCounts copy = bins.copy();
        copy.add(7, 1);
        copy.add(8, 1);

        assertThat(toMap(bins)).isEqualTo(Map.of(7, 1L));
    }

    @Test
    void takesTheFirstAndTheLastBinAndTheLargestCount() {
        BinCounts bins = new BinCounts();
        bins.add(BinCounts.BINS - 1, BinCounts.MAX_COUNT);
        bins.add(0, 1);

        assertThat(toMap(bins)).isEqualTo(Map.of(0, 1L, 4095, BinCounts.MAX_COUNT));
    }

    @Test
    void rejectsWhatIsNoBinAndNoCount() {
        assertThatThrownBy(() -> new BinCounts().add(4096, 1))
                .hasMessage("bin=4096, count=1, expected bin 0…4095, count 1…2251799813685247");
        assertThatThrownBy(() -> new BinCounts().add(-1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new BinCounts().add(1, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    private static void fill(BinCounts bins, Map<Integer, Long> expected, Random random, int adds) {
        int from = random.nextInt(BinCounts.BINS);
        int spread = 1 + random.nextInt(BinCounts.BINS - from);
        for (int i = 0; i < adds; i++) {
            int bin = from + random.nextInt(spread);
            long count = 1L + random.nextInt(5);
            bins.add(bin, count);
            expected.merge(bin, count, Long::sum);
        }
    }

    private static Map<Integer, Long> toMap(BinCounts bins) {
        Map<Integer, Long> map = new TreeMap<>();
        int previous = -1;
        for (int i = 0; i < bins.size(); i++) {
            assertThat(bins.binAt(i)).isGreaterThan(previous);
            previous = bins.binAt(i);
            map.put(previous, bins.countAt(i));
        }
        return map;
    }
}

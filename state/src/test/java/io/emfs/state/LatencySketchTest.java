package io.emfs.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LatencySketchTest {
    private static final double[] QUANTILES = {0, 0.01, 0.07, 0.25, 0.5, 0.9, 0.95, 0.99, 0.999, 1};

    @Test
    void isAllZeroWhenEmpty() {
        LatencySketch sketch = new LatencySketch();

        assertThat(sketch.percentile(0.95)).isZero();
        assertThat(sketch.toPercentiles()).isEqualTo(Percentiles.EMPTY);
    }

    @Test
    void staysWithinOnePercentOfTheNearestRank() {
        Random random = new Random(42);
        for (int n = 1; n <= 300; n++) {
            long[] values = random.longs(n, 1_000, 5_000_000_000L).toArray();
            LatencySketch sketch = sketchOf(values);
            Arrays.sort(values);
            for (double q : QUANTILES) {
                double exact = (double) values[nearestRank(q, n) - 1];
                assertThat(sketch.percentile(q)).as("n=%s q=%s", n, q).isCloseTo(exact, within(exact * 0.01));
            }
        }
    }

    @Test
    void takesTheLargestOfTwentyAsP99() {
        long[] values = new long[20];
        Arrays.setAll(values, i -> (i + 1) * 1_000_000L);

        assertThat(sketchOf(values).percentile(0.99)).isEqualTo(20e6);
        assertThat(sketchOf(values).percentile(0.95)).isCloseTo(19e6, within(19e4));
    }

    @Test
    void tracksCountMeanAndMaximumExactly() {
        LatencySketch sketch = sketchOf(0, 1, 2, 123_456_789);

        assertThat(sketch.count()).isEqualTo(4);
        assertThat(sketch.zeros()).isEqualTo(1);
        assertThat(sketch.meanNs()).isEqualTo(123_456_792 / 4.0);
        assertThat(sketch.maxNs()).isEqualTo(123_456_789);
        assertThat(sketch.percentile(0.25)).isZero();
    }

    @Test
    void countsANegativeDurationAsZero() {
        LatencySketch sketch = sketchOf(-5);

        assertThat(sketch.count()).isEqualTo(1);
        assertThat(sketch.maxNs()).isZero();
        assertThat(sketch.percentile(0.5)).isZero();
    }

    @Test
    void mergesAsIfAllValuesHadGoneIntoOne() {
        LatencySketch left = sketchOf(0, 10_000, 20_000);
        LatencySketch right = sketchOf(30_000, 40_000, 50_000, 60_000);
        LatencySketch merged = left.copy();
        merged.merge(right);

        assertThat(merged.toPercentiles())
                .isEqualTo(sketchOf(0, 10_000, 20_000, 30_000, 40_000, 50_000, 60_000)
                        .toPercentiles());
        assertThat(left.count()).isEqualTo(3);
        assertThat(left.percentile(1)).isEqualTo(20_000);
        assertThat(right.count()).isEqualTo(4);
    }

    /** The kernel's arithmetic and DDSketch's must put every duration into the same bin. */
    @Test
    void putsEveryDurationIntoTheBinThatTheKernelDoes() {
        Random random = new Random(1);
        for (int i = 1; i <= 300_000; i++) {
            long value = i <= 100_000 ? i : (random.nextLong() >>> 28) >>> random.nextInt(28);
            int octave = 63 - Long.numberOfLeadingZeros(Math.max(1, value));
            for (long durationNs : new long[] {Math.max(1, value), 1L << octave, (1L << octave) * 65 / 64}) {
                assertThat(LatencySketch.MAPPING.index((double) durationNs))
                        .as("%d ns", durationNs)
                        .isEqualTo(LatencySketch.binOf(durationNs));
            }
        }
    }

    @Test
    void findsTheBinOfAnyDurationByItsDefinition() {
        Random random = new Random(1);
        for (int i = 0; i < 300_000; i++) {
            long durationNs = Math.max(1, random.nextLong() >>> (11 + random.nextInt(53)));
            int octave = 63 - Long.numberOfLeadingZeros(durationNs);
            int within = (int) ((durationNs << (63 - octave)) >>> 57) & 63;

            assertThat(LatencySketch.binOf(durationNs)).as("%d ns", durationNs).isEqualTo(octave * 64 + within);
        }
        assertThat(LatencySketch.binOf(Long.MAX_VALUE)).isLessThan(BinCounts.BINS);
    }

    @Test
    void findsTheFloorOfABin() {
        for (long durationNs : new long[] {65, 1_000, 123_456_789, 68_719_476_735L}) {
            int bin = LatencySketch.binOf(durationNs);
            assertThat(LatencySketch.binOf(LatencySketch.floorOf(bin))).isEqualTo(bin);
            assertThat(LatencySketch.binOf(LatencySketch.floorOf(bin) - 1)).isEqualTo(bin - 1);
        }
    }

    @Test
    void countsWhatIsAboveABound() {
        LatencySketch sketch = sketchOf(0, 0, 1_000, 20_000_000, 30_000_000, 30_000_000);

        assertThat(sketch.countAbove(24_000_000)).isEqualTo(2);
        assertThat(sketch.countAbove(30_000_000)).isZero();
        assertThat(sketch.countAbove(0)).isEqualTo(4);
        assertThat(sketch.countAbove(-1)).isEqualTo(6);
    }

    @Test
    void rejectsAQuantileOutsideItsRange() {
        assertThatThrownBy(() -> new LatencySketch().percentile(95)).hasMessage("q=95.0, expected 0…1");
    }

    private static int nearestRank(double q, int n) {
        return Math.max(1, (int) Math.ceil(q * n - 1e-9));
    }

    private static LatencySketch sketchOf(long... values) {
        LatencySketch sketch = new LatencySketch();
        Arrays.stream(values).forEach(sketch::add);
        return sketch;
    }
}

package io.emfs.bpf.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.emfs.state.LatencySketch;
import io.emfs.state.Quantity;
import io.emfs.state.WindowSlice;
import java.util.Random;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DigestReaderTest {
    private final UnsafeBuffer digest =
            new UnsafeBuffer(BufferUtil.allocateDirectAligned(DigestDescriptor.SIZE_BYTES, BitUtil.CACHE_LINE_LENGTH));

    @Test
    void yieldsWhatASketchOfTheSameValuesHolds() {
        LatencySketch expected = new LatencySketch();
        Random random = new Random(3);
        for (int i = 0; i < 10_000; i++) {
            long ns = 256 + (random.nextLong() >>> 1) % (1L << (9 + random.nextInt(26)));
            expected.add(ns);
            record(Quantity.SERVICE, ns);
        }

        WindowSlice taken = DigestReader.take(digest);

        LatencySketch service = taken.of(Quantity.SERVICE);
        assertThat(service.toPercentiles())
                .usingRecursiveComparison()
                .ignoringFields("mean")
                .isEqualTo(expected.toPercentiles());
        assertThat(service.meanNs()).isCloseTo(expected.meanNs(), within(expected.meanNs() / 32_768));
        assertThat(taken.of(Quantity.SERVICE).count()).isEqualTo(10_000);
        assertThat(taken.of(Quantity.LATENCY).count()).isZero();
    }

    @Test
    void takesEveryCountOnce() {
        record(Quantity.LATENCY, 1_000);
        record(Quantity.LATENCY, 0);
        record(Quantity.RUN_QUEUE_WAIT, 5_000_000);

        assertThat(DigestReader.take(digest).count()).isEqualTo(2);
        assertThat(DigestReader.take(digest).isEmpty()).isTrue();
        record(Quantity.LATENCY, 1_000);
        WindowSlice next = DigestReader.take(digest);
        assertThat(next.count()).isEqualTo(1);
        assertThat(next.of(Quantity.LATENCY).sumNs()).isEqualTo(1_000);
        assertThat(next.of(Quantity.LATENCY).zeros()).isZero();
    }

    /** The kernel raises the maximum before the bin: a reader in between takes that without it. */
    @Test
    void makesDoWithoutTheMaximumThatWentBefore() {
        record(Quantity.LATENCY, 1_000_000);
        digest.putLong(DigestDescriptor.headOffset(Quantity.LATENCY) + DigestDescriptor.MAX_NS_OFFSET, 0);

        LatencySketch latency = DigestReader.take(digest).of(Quantity.LATENCY);

        assertThat(latency.maxNs()).isBetween(984_375L, 1_000_000L);
    }

    @ParameterizedTest
    @ValueSource(
            longs = {256, 300, 511, 16_383, 16_384, 32_767, 1_000_001, 8_388_607, 34_359_738_367L, 68_719_476_735L})
    void sumsWhatABinIsExactlyOrByThe256thOfIt(long ns) {
        record(Quantity.DURATION, ns);
        record(Quantity.DURATION, ns);

        LatencySketch duration = DigestReader.take(digest).of(Quantity.DURATION);

        assertThat(duration.count()).isEqualTo(2);
        assertThat(duration.sumNs()).isCloseTo(2 * ns, within(ns < 32_768 ? 0 : 2 * ns / 32_768));
    }

    @Test
    void sumsMillionsInOneBin() {
        int bin = DigestDescriptor.binOffset(
                Quantity.LATENCY, LatencySketch.binOf(1_015_800) - DigestDescriptor.FIRST_BIN);
        record(Quantity.LATENCY, 1_015_800);
        digest.putLong(bin, digest.getLong(bin) * 100_000_000);

        LatencySketch latency = DigestReader.take(digest).of(Quantity.LATENCY);

        assertThat(latency.count()).isEqualTo(100_000_000);
        assertThat(latency.meanNs()).isCloseTo(1_015_800, withinPercentage(0.01));
    }

    /** As {@code record()} of digest.bpf.h does it. */
    private void record(Quantity quantity, long ns) {
        int head = DigestDescriptor.headOffset(quantity);
        if (ns < 1L << DigestDescriptor.FIRST_OCTAVE) {
            digest.getAndAddLong(head + DigestDescriptor.ZEROS_OFFSET, 1);
            return;
        }
        int max = head + DigestDescriptor.MAX_NS_OFFSET;
        digest.putLong(max, Math.max(digest.getLong(max), ns));
        int bin = LatencySketch.binOf(ns) - DigestDescriptor.FIRST_BIN;
        long fraction = ns << 14 >> (63 - Long.numberOfLeadingZeros(ns)) & 255;
        digest.getAndAddLong(DigestDescriptor.binOffset(quantity, bin), 1 | fraction << 28);
        int touched = head + DigestDescriptor.TOUCHED_OFFSET;
        digest.putLong(touched, digest.getLong(touched) | (1L << (bin / LatencySketch.BINS_PER_OCTAVE)));
    }
}

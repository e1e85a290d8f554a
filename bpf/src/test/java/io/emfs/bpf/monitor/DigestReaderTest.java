package io.emfs.bpf.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.emfs.state.LatencySketch;
import io.emfs.state.Quantity;
import io.emfs.state.WindowSlice;
import java.util.Random;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

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

        assertThat(taken.of(Quantity.SERVICE).toPercentiles()).isEqualTo(expected.toPercentiles());
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

    /** The kernel counts sum and maximum before the bin: a reader in between takes them without it. */
    @Test
    void makesDoWithoutTheMaximumThatWentBefore() {
        record(Quantity.LATENCY, 1_000_000);
        digest.putLong(DigestDescriptor.histogramOffset(Quantity.LATENCY) + DigestDescriptor.MAX_NS_OFFSET, 0);

        LatencySketch latency = DigestReader.take(digest).of(Quantity.LATENCY);

        assertThat(latency.maxNs()).isBetween(984_375L, 1_000_000L);
    }

    /** As {@code record()} of digest.bpf.h does it. */
    private void record(Quantity quantity, long ns) {
        int histogram = DigestDescriptor.histogramOffset(quantity);
        digest.getAndAddLong(histogram + DigestDescriptor.SUM_NS_OFFSET, ns);
        int max = histogram + DigestDescriptor.MAX_NS_OFFSET;
        digest.putLong(max, Math.max(digest.getLong(max), ns));
        if (ns < 1L << DigestDescriptor.FIRST_OCTAVE) {
            digest.getAndAddInt(histogram + DigestDescriptor.ZEROS_OFFSET, 1);
            return;
        }
        int bin = LatencySketch.binOf(ns) - DigestDescriptor.FIRST_BIN;
        digest.getAndAddInt(histogram + DigestDescriptor.binOffset(bin), 1);
        int touched = histogram + DigestDescriptor.TOUCHED_OFFSET;
        digest.putLong(touched, digest.getLong(touched) | (1L << (bin / LatencySketch.BINS_PER_OCTAVE)));
    }
}

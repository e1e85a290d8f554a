package io.emfs.bpf.monitor;

import io.emfs.state.BinCounts;
import io.emfs.state.LatencySketch;
import io.emfs.state.Quantity;
import io.emfs.state.WindowSlice;
import java.util.Arrays;
import org.agrona.concurrent.AtomicBuffer;

/**
 * Empties a digest while the kernel goes on counting into it: each count is taken by an atomic exchange, so a request is
 * in exactly one of the slices, bin by bin. Stateless.
 */
final class DigestReader {
    private DigestReader() {}

    /** What has been counted since the last time. */
    static WindowSlice take(AtomicBuffer digest) {
        return new WindowSlice(Arrays.stream(Quantity.values())
                .map(quantity -> take(digest, quantity))
                .toArray(LatencySketch[]::new));
    }

    private static LatencySketch take(AtomicBuffer digest, Quantity quantity) {
        int head = DigestDescriptor.headOffset(quantity);
        // the mark goes first: a bin that grows meanwhile marks its octave again, for the next time
        long touched = digest.getAndSetLong(head + DigestDescriptor.TOUCHED_OFFSET, 0);
        BinCounts bins = new BinCounts();
        long floorNs = 0;
        long sumNs = 0;
        for (long octaves = touched; octaves != 0; octaves &= octaves - 1) {
            int first = Long.numberOfTrailingZeros(octaves) * LatencySketch.BINS_PER_OCTAVE;
            for (int bin = first; bin < first + LatencySketch.BINS_PER_OCTAVE; bin++) {
                int offset = DigestDescriptor.binOffset(quantity, bin);
                if (digest.getLongVolatile(offset) != 0) {
                    int index = DigestDescriptor.FIRST_BIN + bin;
                    long word = digest.getAndSetLong(offset, 0);
                    bins.add(index, DigestDescriptor.count(word));
                    sumNs += DigestDescriptor.sumNs(bin, word);
                    floorNs = Math.max(floorNs, LatencySketch.floorOf(index));
                }
            }
        }
        long zeros = digest.getAndSetLong(head + DigestDescriptor.ZEROS_OFFSET, 0);
        long maxNs = digest.getAndSetLong(head + DigestDescriptor.MAX_NS_OFFSET, 0);
        // the kernel writes the maximum before the bin: that of a bin taken now may have gone with the last digest
        return LatencySketch.restore(bins, zeros, sumNs, Math.max(maxNs, floorNs));
    }
}

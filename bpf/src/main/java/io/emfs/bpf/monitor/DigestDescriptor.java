package io.emfs.bpf.monitor;

import io.emfs.state.LatencySketch;
import io.emfs.state.Quantity;

/** {@code struct digest} of emfs.h: a histogram for each {@link Quantity}, in its order. */
final class DigestDescriptor {
    static final int FIRST_OCTAVE = 8;
    static final int OCTAVES = 28;
    static final int BINS = OCTAVES * LatencySketch.BINS_PER_OCTAVE;

    /** The kernel's bin 0 among the sketch's. */
    static final int FIRST_BIN = FIRST_OCTAVE * LatencySketch.BINS_PER_OCTAVE;

    static final int MAX_NS_OFFSET = 0;
    static final int TOUCHED_OFFSET = 8;
    static final int ZEROS_OFFSET = 16;
    static final int HEAD_BYTES = 24;
    static final int BINS_OFFSET = 192;
    static final int SIZE_BYTES = BINS_OFFSET + Quantity.values().length * BINS * Long.BYTES;

    private static final int COUNT_BITS = 28;
    private static final int FRACTION_LOG2 = 8;
    private static final int BINS_LOG2 = Integer.numberOfTrailingZeros(LatencySketch.BINS_PER_OCTAVE);

    private DigestDescriptor() {}

    static int headOffset(Quantity quantity) {
        return quantity.index() * HEAD_BYTES;
    }

    static int binOffset(Quantity quantity, int bin) {
        return BINS_OFFSET + (quantity.index() * BINS + bin) * Long.BYTES;
    }

    /** How many values are in a bin, given its word. */
    static long count(long word) {
        return word & ((1L << COUNT_BITS) - 1);
    }

    /**
     * The sum in ns of the values in a bin, given its word: exact below 2^15 ns; above, each value counts as the middle of
     * a 256th of the bin, 1/32 768 off at most.
     */
    static long sumNs(int bin, long word) {
        int widthLog2 = FIRST_OCTAVE + bin / LatencySketch.BINS_PER_OCTAVE - BINS_LOG2;
        long floorNs = LatencySketch.floorOf(FIRST_BIN + bin);
        return count(word) * floorNs + intoItNs(word >>> COUNT_BITS, count(word), widthLog2 - FRACTION_LOG2);
    }

    private static long intoItNs(long fractions, long count, int fractionLog2) {
        if (fractionLog2 <= 0) {
            return fractions >> -fractionLog2;
        }
        return (fractions << fractionLog2) + (count << (fractionLog2 - 1));
    }
}

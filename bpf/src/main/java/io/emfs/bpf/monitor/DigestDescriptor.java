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

    static final int SUM_NS_OFFSET = BINS * Integer.BYTES;
    static final int MAX_NS_OFFSET = SUM_NS_OFFSET + Long.BYTES;
    static final int TOUCHED_OFFSET = MAX_NS_OFFSET + Long.BYTES;
    static final int ZEROS_OFFSET = TOUCHED_OFFSET + Long.BYTES;
    static final int HISTOGRAM_BYTES = ZEROS_OFFSET + 2 * Integer.BYTES;
    static final int SIZE_BYTES = Quantity.values().length * HISTOGRAM_BYTES;

    private DigestDescriptor() {}

    static int histogramOffset(Quantity quantity) {
        return quantity.index() * HISTOGRAM_BYTES;
    }

    static int binOffset(int bin) {
        return bin * Integer.BYTES;
    }
}

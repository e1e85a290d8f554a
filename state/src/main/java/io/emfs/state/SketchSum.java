package io.emfs.state;

/**
 * Where sketches are added up: a place for each bin, which is faster than to merge one after the other. It takes 33 KB and
 * is there to be used again. Not thread-safe.
 */
public final class SketchSum {
    private final long[] counts = new long[BinCounts.BINS];
    private final BinCounts drained = new BinCounts();
    private long octaves;
    private long count;
    private long zeros;
    private long sumNs;
    private long maxNs;

    void add(LatencySketch sketch) {
        octaves |= sketch.bins().addTo(counts);
        count += sketch.count();
        zeros += sketch.zeros();
        sumNs += sketch.sumNs();
        maxNs = Math.max(maxNs, sketch.maxNs());
    }

    /** What was added since the last time. */
    LatencySketch drain() {
        LatencySketch sum = new LatencySketch(drainBins(), count, zeros, sumNs, maxNs);
        octaves = 0;
        count = 0;
        zeros = 0;
        sumNs = 0;
        maxNs = 0;
        return sum;
    }

    private BinCounts drainBins() {
        drained.clear();
        for (long rest = octaves; rest != 0; rest &= rest - 1) {
            int first = Long.numberOfTrailingZeros(rest) * LatencySketch.BINS_PER_OCTAVE;
            drained.take(counts, first, first + LatencySketch.BINS_PER_OCTAVE);
        }
        return drained.copy();
    }
}

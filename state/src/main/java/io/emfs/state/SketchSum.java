package io.emfs.state;

/**
 * Where sketches are added up: a place for each bin, marks for those that are not empty, and marks for the
 * words of marks; which is faster than to merge
 * one after the other. It takes 33 KB and is there to be used again. Not thread-safe.
 */
public final class SketchSum {
    private final long[] counts = new long[BinCounts.BINS];
    private final long[] present = new long[BinCounts.BINS / Long.SIZE];
    private long words;
    private long count;
    private long zeros;
    private long sumNs;
    private long maxNs;

    void add(LatencySketch sketch) {
        words |= sketch.bins().addTo(counts, present);
        count += sketch.count();
        zeros += sketch.zeros();
        sumNs += sketch.sumNs();
        maxNs = Math.max(maxNs, sketch.maxNs());
    }

    /** What was added since the last time. */
    LatencySketch drain() {
        LatencySketch sum = new LatencySketch(drainBins(), count, zeros, sumNs, maxNs);
        count = 0;
        zeros = 0;
        sumNs = 0;
        maxNs = 0;
        return sum;
    }

    private BinCounts drainBins() {
        BinCounts sum = BinCounts.withRoom(countPresent());
        for (long rest = words; rest != 0; rest &= rest - 1) {
            int word = Long.numberOfTrailingZeros(rest);
            for (long bits = present[word]; bits != 0; bits &= bits - 1) {
                int bin = word * Long.SIZE + Long.numberOfTrailingZeros(bits);
                sum.append(bin, counts[bin]);
                counts[bin] = 0;
            }
            present[word] = 0;
        }
        words = 0;
        return sum;
    }

    private int countPresent() {
        int bins = 0;
        for (long rest = words; rest != 0; rest &= rest - 1) {
            bins += Long.bitCount(present[Long.numberOfTrailingZeros(rest)]);
        }
        return bins;
    }
}

package io.emfs.state;

import com.datadoghq.sketch.ddsketch.mapping.LinearlyInterpolatedMapping;

/**
 * Mergeable distribution of durations in ns; percentiles are within {@link #RELATIVE_ACCURACY} of the nearest-rank
 * value, count, mean and maximum are exact (the mean of what the kernel counted, to 1/32 768). Mutable, not thread-safe.
 *
 * <p>A DDSketch (Masson et al., VLDB 2019), chosen by measurement over HdrHistogram, t-digest and KLL. Its bins are
 * linear within each power of two, so that the kernel can find them with a shift and its counts merge without loss.
 * Only the bins' values are left to its library: its store of bins fails to merge some pairs of them (version 0.8.3).
 */
public final class LatencySketch {
    /** Bins in each power of two: a half bin is the error. Part of the stored format, and the kernel's digests use it. */
    public static final int BINS_PER_OCTAVE = 64;

    /** DDSketch's α. */
    public static final double RELATIVE_ACCURACY = 1.0 / (2 * BINS_PER_OCTAVE);

    static final int BINS_PER_OCTAVE_LOG2 = Integer.numberOfTrailingZeros(BINS_PER_OCTAVE);
    private static final int SIGNIFICAND_BITS = 52;
    private static final int FIRST_BIN_OF_DOUBLE = Double.MAX_EXPONENT << BINS_PER_OCTAVE_LOG2;

    /** Absorbs the rounding of q·n, e.g. 0.07·100 = 7.000000000000001. */
    private static final double RANK_TOLERANCE = 1e-9;

    /** Rounding lifts no value over a bin's border, nor does it leave one below, up to {@code 2^36} ns or 68 s. */
    private static final double INDEX_OFFSET = 1e-10;

    /** Has the same bins as {@link #binOf}; only asked for their values. */
    static final LinearlyInterpolatedMapping MAPPING =
            new LinearlyInterpolatedMapping(Math.pow(2, 1.0 / BINS_PER_OCTAVE), INDEX_OFFSET);

    private final BinCounts bins;
    private long count;
    private long zeros;
    private long sumNs;
    private long maxNs;

    public LatencySketch() {
        this(new BinCounts(), 0, 0, 0, 0);
    }

    /** Takes ownership of {@code bins}. */
    LatencySketch(BinCounts bins, long count, long zeros, long sumNs, long maxNs) {
        this.bins = bins;
        this.count = count;
        this.zeros = zeros;
        this.sumNs = sumNs;
        this.maxNs = maxNs;
    }

    /** Rebuilds a sketch from its parts; takes ownership of {@code bins}. */
    public static LatencySketch restore(BinCounts bins, long zeros, long sumNs, long maxNs) {
        return new LatencySketch(bins, zeros + bins.total(), zeros, sumNs, maxNs);
    }

    /**
     * The bin of a positive duration: the power of two, then the {@link #BINS_PER_OCTAVE}th of it. A double has both in its
     * upper bits, exactly so up to 2^53 ns, which is 104 days.
     */
    public static int binOf(long durationNs) {
        long bits = Double.doubleToRawLongBits((double) durationNs);
        return (int) (bits >>> (SIGNIFICAND_BITS - BINS_PER_OCTAVE_LOG2)) - FIRST_BIN_OF_DOUBLE;
    }

    /** The smallest duration in a bin of {@link #BINS_PER_OCTAVE} ns or more. */
    public static long floorOf(int bin) {
        int octave = bin >> BINS_PER_OCTAVE_LOG2;
        long within = bin & (BINS_PER_OCTAVE - 1);
        return (1L << octave) + (within << (octave - BINS_PER_OCTAVE_LOG2));
    }

    /** A negative duration, which only two CPUs' clocks can produce, counts as 0. */
    public void add(long durationNs) {
        long clippedNs = Math.max(0, durationNs);
        if (clippedNs == 0) {
            zeros++;
        } else {
            bins.add(binOf(clippedNs), 1);
        }
        count++;
        sumNs += clippedNs;
        maxNs = Math.max(maxNs, clippedNs);
    }

    /** Adds what {@code other} has seen; {@code other} stays as it is. */
    public void merge(LatencySketch other) {
        bins.merge(other.bins);
        count += other.count;
        zeros += other.zeros;
        sumNs += other.sumNs;
        maxNs = Math.max(maxNs, other.maxNs);
    }

    public LatencySketch copy() {
        return new LatencySketch(bins.copy(), count, zeros, sumNs, maxNs);
    }

    public long count() {
        return count;
    }

    /** How many were above {@code boundNs}, give or take those in its own bin. */
    public long countAbove(long boundNs) {
        if (boundNs <= 0) {
            return boundNs < 0 ? count : count - zeros;
        }
        int boundBin = binOf(boundNs);
        long above = 0;
        for (int i = bins.size() - 1; i >= 0 && bins.binAt(i) > boundBin; i--) {
            above += bins.countAt(i);
        }
        return above;
    }

    /** How many of {@link #count()} were 0 ns; they are in no bin. */
    public long zeros() {
        return zeros;
    }

    public long sumNs() {
        return sumNs;
    }

    /** 0 if empty. */
    public long maxNs() {
        return maxNs;
    }

    /** 0 if empty. */
    public double meanNs() {
        return count == 0 ? 0 : (double) sumNs / count;
    }

    /** Of all that were above 0; to be read only. */
    public BinCounts bins() {
        return bins;
    }

    /**
     * Nearest rank: the ⌈q·n⌉-th smallest value in ns, 0 if empty. DDSketch itself takes the ⌊q·(n−1)⌋-th, which makes
     * the p99 of 20 values the second-largest.
     *
     * @param q 0…1
     */
    public double percentile(double q) {
        if (q < 0 || q > 1) {
            throw new IllegalArgumentException("q=" + q + ", expected 0…1");
        }
        return percentiles(q)[0];
    }

    public Percentiles toPercentiles() {
        if (count == 0) {
            return Percentiles.EMPTY;
        }
        double[] ns = percentiles(0.50, 0.95, 0.99);
        return new Percentiles(meanNs(), ns[0], ns[1], ns[2], maxNs);
    }

    /** In one walk over the bins. */
    private double[] percentiles(double... ascending) {
        double[] ns = new double[ascending.length];
        int next = 0;
        long below = zeros; // how many are in the bins before the next one
        for (int i = 0; i < ns.length && count > 0; i++) {
            long rank = Math.max(1, (long) Math.ceil(ascending[i] * count - RANK_TOLERANCE));
            while (below < rank && next < bins.size()) {
                below += bins.countAt(next++);
            }
            if (rank == count) {
                ns[i] = maxNs;
            } else if (rank > zeros) {
                ns[i] = Math.min((double) maxNs, MAPPING.value(bins.binAt(next - 1)));
            }
        }
        return ns;
    }

    @Override
    public String toString() {
        return "LatencySketch[count=" + count + ", meanNs=" + meanNs() + ", maxNs=" + maxNs + "]";
    }
}

package io.emfs.state;

import com.datadoghq.sketch.ddsketch.DDSketch;
import com.datadoghq.sketch.ddsketch.mapping.CubicallyInterpolatedMapping;
import com.datadoghq.sketch.ddsketch.store.Bin;
import com.datadoghq.sketch.ddsketch.store.PaginatedStore;
import com.datadoghq.sketch.ddsketch.store.Store;
import java.util.Iterator;

/**
 * Mergeable distribution of durations in ns; percentiles are within {@link #RELATIVE_ACCURACY} of the nearest-rank
 * value, count, mean and maximum are exact. Mutable, not thread-safe.
 *
 * <p>A DDSketch (Masson et al., VLDB 2019), chosen by measurement over HdrHistogram, t-digest and KLL.
 */
public final class LatencySketch {
    /** DDSketch's α. Part of the stored format. */
    public static final double RELATIVE_ACCURACY = 0.01;

    /** Absorbs the rounding of q·n, e.g. 0.07·100 = 7.000000000000001. */
    private static final double RANK_TOLERANCE = 1e-9;

    private static final CubicallyInterpolatedMapping MAPPING = new CubicallyInterpolatedMapping(RELATIVE_ACCURACY);

    private final DDSketch sketch;
    private long count;
    private long zeros;
    private long sumNs;
    private long maxNs;

    public LatencySketch() {
        this(new PaginatedStore(), 0, 0, 0, 0);
    }

    private LatencySketch(Store bins, long count, long zeros, long sumNs, long maxNs) {
        this.sketch = DDSketch.of(MAPPING, new PaginatedStore(), bins, (double) zeros);
        this.count = count;
        this.zeros = zeros;
        this.sumNs = sumNs;
        this.maxNs = maxNs;
    }

    /** Rebuilds a sketch from its parts; takes ownership of {@code bins}. */
    public static LatencySketch restore(Store bins, long zeros, long sumNs, long maxNs) {
        return new LatencySketch(bins, zeros + (long) bins.getTotalCount(), zeros, sumNs, maxNs);
    }

    /** A negative duration, which only two CPUs' clocks can produce, counts as 0. */
    public void add(long durationNs) {
        long clippedNs = Math.max(0, durationNs);
        sketch.accept((double) clippedNs);
        count++;
        zeros += clippedNs == 0 ? 1 : 0;
        sumNs += clippedNs;
        maxNs = Math.max(maxNs, clippedNs);
    }

    /** Adds what {@code other} has seen; {@code other} stays as it is. */
    public void merge(LatencySketch other) {
        sketch.mergeWith(other.sketch);
        count += other.count;
        zeros += other.zeros;
        sumNs += other.sumNs;
        maxNs = Math.max(maxNs, other.maxNs);
    }

    public LatencySketch copy() {
        return new LatencySketch(sketch.getPositiveValueStore().copy(), count, zeros, sumNs, maxNs);
    }

    public long count() {
        return count;
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

    /** The non-empty bins, index ascending. */
    public Iterator<Bin> bins() {
        return sketch.getPositiveValueStore().getAscendingIterator();
    }

    /**
     * Nearest rank: the ⌈q·n⌉-th smallest value in ns, 0 if empty. DDSketch itself takes the ⌊q·(n−1)⌋-th, which makes
     * the p99 of 20 values the second-largest; hence the detour over the rank.
     *
     * @param q 0…1
     */
    public double percentile(double q) {
        if (q < 0 || q > 1) {
            throw new IllegalArgumentException("q=" + q + ", expected 0…1");
        }
        if (count == 0) {
            return 0;
        }
        long rank = Math.max(1, (long) Math.ceil(q * count - RANK_TOLERANCE));
        if (rank == count) {
            return maxNs;
        }
        return Math.min((double) maxNs, sketch.getValueAtQuantile(Math.min(1, (rank - 0.5) / (count - 1))));
    }

    public Percentiles toPercentiles() {
        return count == 0
                ? Percentiles.EMPTY
                : new Percentiles(meanNs(), percentile(0.50), percentile(0.95), percentile(0.99), maxNs);
    }

    @Override
    public String toString() {
        return "LatencySketch[count=" + count + ", meanNs=" + meanNs() + ", maxNs=" + maxNs + "]";
    }
}

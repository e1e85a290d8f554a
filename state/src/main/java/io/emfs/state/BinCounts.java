package io.emfs.state;

import java.util.Arrays;

/**
 * A sketch's bins that are not empty, ascending, each with its count. Most slices see few requests, so that this takes far
 * less memory than an array over all bins, and is walked faster. Mutable, not thread-safe.
 */
public final class BinCounts {
    /** Every positive {@code long} has its bin below this. */
    public static final int BINS = Long.SIZE * LatencySketch.BINS_PER_OCTAVE;

    /** The largest count of one bin. */
    public static final long MAX_COUNT = (1L << 51) - 1;

    private static final int COUNT_BITS = 51;
    private static final long[] NONE = {};
    private static final int FIRST_ROOM = 4;

    /** The bin above {@link #COUNT_BITS} bits of count: comparing entries compares bins. Entries beyond size are void. */
    private long[] entries = NONE;

    private int size;

    /** Moves bins out of an array over all bins; they have to be above those that are here. */
    void take(long[] counts, int from, int to) {
        for (int bin = from; bin < to; bin++) {
            if (counts[bin] != 0) {
                append(bin, counts[bin]);
                counts[bin] = 0;
            }
        }
    }

    void clear() {
        size = 0;
    }

    /** Adds a bin above all others. */
    private void append(int bin, long count) {
        ensureRoom(size == 0 ? FIRST_ROOM : size + 1);
        entries[size++] = ((long) bin << COUNT_BITS) | count;
    }

    /** How many bins are not empty. */
    public int size() {
        return size;
    }

    /** The {@code i}th of them. */
    public int binAt(int i) {
        return (int) (entries[i] >>> COUNT_BITS);
    }

    public long countAt(int i) {
        return entries[i] & MAX_COUNT;
    }

    /** Adds all counts to those of an array over all bins; returns the octaves in which there are some, a bit each. */
    long addTo(long[] counts) {
        long[] mine = entries; // local, for C1 reads fields anew each time
        int end = size;
        long octaves = 0;
        for (int i = 0; i < end; i++) {
            long entry = mine[i];
            int bin = (int) (entry >>> COUNT_BITS);
            counts[bin] += entry & MAX_COUNT;
            octaves |= 1L << (bin >> LatencySketch.BINS_PER_OCTAVE_LOG2);
        }
        return octaves;
    }

    /** All counts together. */
    public long total() {
        long total = 0;
        for (int i = 0; i < size; i++) {
            total += countAt(i);
        }
        return total;
    }

    /**
     * Adds to a bin.
     *
     * @param bin 0…{@link #BINS} − 1
     * @param count 1…{@link #MAX_COUNT}
     */
    public void add(int bin, long count) {
        if (bin < 0 || bin >= BINS || count < 1 || count > MAX_COUNT) {
            throw new IllegalArgumentException(
                    "bin=" + bin + ", count=" + count + ", expected bin 0…" + (BINS - 1) + ", count 1…" + MAX_COUNT);
        }
        long first = (long) bin << COUNT_BITS;
        if (size == 0 || entries[size - 1] < first) {
            append(bin, count);
            return;
        }
        int i = firstAtOrAbove(first);
        if (i < size && entries[i] >>> COUNT_BITS == bin) {
            entries[i] += count;
        } else {
            ensureRoom(size + 1);
            System.arraycopy(entries, i, entries, i + 1, size - i);
            entries[i] = first | count;
            size++;
        }
    }

    private int firstAtOrAbove(long entry) {
        int from = 0;
        int to = size;
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (entries[middle] < entry) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }

    /** Adds all counts of {@code other}, which stays as it is. */
    public void merge(BinCounts other) {
        if (size == 0) {
            entries = Arrays.copyOf(other.entries, other.size);
            size = other.size;
            return;
        }
        int missing = addToPresent(other);
        if (missing > 0) {
            insertMissing(other, missing);
        }
    }

    /** Adds the counts of the bins that are here, and returns how many are not. */
    private int addToPresent(BinCounts other) {
        long[] mine = entries; // local, for C1 reads fields anew each time
        int end = size;
        int missing = 0;
        int i = 0;
        for (int theirs = 0; theirs < other.size; theirs++) {
            long entry = other.entries[theirs];
            long first = entry & ~MAX_COUNT;
            while (i < end && mine[i] < first) {
                i++;
            }
            if (i < end && mine[i] <= (first | MAX_COUNT)) {
                mine[i] += entry & MAX_COUNT;
            } else {
                missing++;
            }
        }
        return missing;
    }

    /** From the end, so that nothing is overwritten before it has moved. */
    private void insertMissing(BinCounts other, int missing) {
        ensureRoom(size + missing);
        int mine = size - 1;
        int to = size + missing - 1;
        for (int theirs = other.size - 1; to > mine; theirs--) {
            long entry = other.entries[theirs];
            long bin = entry >>> COUNT_BITS;
            while (mine >= 0 && entries[mine] >>> COUNT_BITS > bin) {
                entries[to--] = entries[mine--];
            }
            if (mine < 0 || entries[mine] >>> COUNT_BITS != bin) {
                entries[to--] = entry;
            }
        }
        size += missing;
    }

    private void ensureRoom(int entriesNeeded) {
        if (entriesNeeded > entries.length) {
            entries = Arrays.copyOf(entries, Math.max(entriesNeeded, entries.length + entries.length / 2));
        }
    }

    /** An independent one, without spare room. */
    public BinCounts copy() {
        BinCounts copy = new BinCounts();
        copy.entries = size == 0 ? NONE : Arrays.copyOf(entries, size);
        copy.size = size;
        return copy;
    }
}

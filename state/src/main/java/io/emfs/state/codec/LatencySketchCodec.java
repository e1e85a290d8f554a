package io.emfs.state.codec;

import com.datadoghq.sketch.ddsketch.mapping.CubicallyInterpolatedMapping;
import com.datadoghq.sketch.ddsketch.store.Bin;
import com.datadoghq.sketch.ddsketch.store.PaginatedStore;
import com.datadoghq.sketch.ddsketch.store.Store;
import io.emfs.state.LatencySketch;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Iterator;

/** Zeros, sum, maximum, then the bins as index deltas and counts. */
public final class LatencySketchCodec implements Codec<LatencySketch> {
    public static final int VERSION = 2;

    /** Version 1: α and the mapping in a header, the bins of a cubically interpolated logarithm. */
    private static final int CUBIC = 1;

    private static final double CUBIC_ACCURACY = 0.01;

    @Override
    public Class<LatencySketch> type() {
        return LatencySketch.class;
    }

    @Override
    public int version() {
        return VERSION;
    }

    @Override
    public void write(LatencySketch value, DataOutput out) throws IOException {
        Varint.write(value.zeros(), out);
        Varint.write(value.sumNs(), out);
        Varint.write(value.maxNs(), out);
        writeBins(value, out);
    }

    @Override
    public LatencySketch read(DataInput in, int version) throws IOException {
        requireReadable(version);
        if (version == 1) {
            requireCubic(in);
        }
        long zeros = Varint.read(in);
        long sumNs = Varint.read(in);
        long maxNs = Varint.read(in);
        Store bins = readBins(in);
        return LatencySketch.restore(version == 1 ? rebinned(bins) : bins, zeros, sumNs, maxNs);
    }

    private static void requireCubic(DataInput in) throws IOException {
        double accuracy = in.readDouble();
        int mapping = in.readByte();
        // bins of another α or mapping are other intervals: reading them would silently shift every percentile
        if (Double.compare(accuracy, CUBIC_ACCURACY) != 0 || mapping != CUBIC) {
            throw new IOException("cannot read a sketch with relativeAccuracy=" + accuracy + ", mapping=" + mapping
                    + "; supported: relativeAccuracy=" + CUBIC_ACCURACY + ", mapping=" + CUBIC);
        }
    }

    /** The middle of each old bin is put where it belongs now: both errors add up, until the window has moved on. */
    private static Store rebinned(Store cubic) {
        CubicallyInterpolatedMapping mapping = new CubicallyInterpolatedMapping(CUBIC_ACCURACY);
        PaginatedStore bins = new PaginatedStore();
        for (Iterator<Bin> old = cubic.getAscendingIterator(); old.hasNext(); ) {
            Bin bin = old.next();
            bins.add(LatencySketch.binOf(Math.max(1, Math.round(mapping.value(bin.getIndex())))), bin.getCount());
        }
        return bins;
    }

    @Override
    public boolean immutable() {
        return false;
    }

    @Override
    public LatencySketch copy(LatencySketch value) {
        return value.copy();
    }

    private static void writeBins(LatencySketch value, DataOutput out) throws IOException {
        int size = 0;
        for (Iterator<Bin> bins = value.bins(); bins.hasNext(); bins.next()) {
            size++;
        }
        Varint.write(size, out);
        int previous = 0;
        for (Iterator<Bin> bins = value.bins(); bins.hasNext(); ) {
            Bin bin = bins.next();
            Varint.writeSigned(bin.getIndex() - previous, out);
            Varint.write((long) bin.getCount(), out);
            previous = bin.getIndex();
        }
    }

    private static PaginatedStore readBins(DataInput in) throws IOException {
        long size = Varint.read(in);
        PaginatedStore store = new PaginatedStore();
        int index = 0;
        for (long i = 0; i < size; i++) {
            index += (int) Varint.readSigned(in);
            store.add(index, Varint.read(in));
        }
        return store;
    }
}

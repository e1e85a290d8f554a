package io.emfs.state.codec;

import com.datadoghq.sketch.ddsketch.store.Bin;
import com.datadoghq.sketch.ddsketch.store.PaginatedStore;
import io.emfs.state.LatencySketch;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Iterator;

/** Header (α, mapping), zeros, sum, maximum, then the bins as index deltas and counts. */
public final class LatencySketchCodec implements Codec<LatencySketch> {
    public static final int VERSION = 1;
    /** The cubically interpolated index mapping. */
    private static final int CUBIC = 1;

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
        out.writeDouble(LatencySketch.RELATIVE_ACCURACY);
        out.writeByte(CUBIC);
        Varint.write(value.zeros(), out);
        Varint.write(value.sumNs(), out);
        Varint.write(value.maxNs(), out);
        writeBins(value, out);
    }

    @Override
    public LatencySketch read(DataInput in, int version) throws IOException {
        requireReadable(version);
        double accuracy = in.readDouble();
        int mapping = in.readByte();
        // bins of another α or mapping are other intervals: reading them would silently shift every percentile
        if (Double.compare(accuracy, LatencySketch.RELATIVE_ACCURACY) != 0 || mapping != CUBIC) {
            throw new IOException("cannot read a sketch with relativeAccuracy=" + accuracy + ", mapping=" + mapping
                    + "; supported: relativeAccuracy=" + LatencySketch.RELATIVE_ACCURACY + ", mapping=" + CUBIC);
        }
        long zeros = Varint.read(in);
        long sumNs = Varint.read(in);
        long maxNs = Varint.read(in);
        return LatencySketch.restore(readBins(in), zeros, sumNs, maxNs);
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

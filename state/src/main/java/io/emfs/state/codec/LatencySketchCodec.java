package io.emfs.state.codec;

import com.datadoghq.sketch.ddsketch.mapping.CubicallyInterpolatedMapping;
import io.emfs.state.BinCounts;
import io.emfs.state.LatencySketch;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.function.IntUnaryOperator;

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
        writeBins(value.bins(), out);
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
        BinCounts bins = readBins(in, version == 1 ? rebinning() : IntUnaryOperator.identity());
        return LatencySketch.restore(bins, zeros, sumNs, maxNs);
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
    private static IntUnaryOperator rebinning() {
        CubicallyInterpolatedMapping mapping = new CubicallyInterpolatedMapping(CUBIC_ACCURACY);
        return bin -> LatencySketch.binOf(Math.max(1, Math.round(mapping.value(bin))));
    }

    @Override
    public boolean immutable() {
        return false;
    }

    @Override
    public LatencySketch copy(LatencySketch value) {
        return value.copy();
    }

    private static void writeBins(BinCounts bins, DataOutput out) throws IOException {
        Varint.write(bins.size(), out);
        int previous = 0;
        for (int i = 0; i < bins.size(); i++) {
            int bin = bins.binAt(i);
            Varint.writeSigned(bin - previous, out);
            Varint.write(bins.countAt(i), out);
            previous = bin;
        }
    }

    private static BinCounts readBins(DataInput in, IntUnaryOperator binOfStored) throws IOException {
        long size = Varint.read(in);
        BinCounts bins = new BinCounts();
        int stored = 0;
        for (long i = 0; i < size; i++) {
            stored += (int) Varint.readSigned(in);
            long count = Varint.read(in);
            try {
                bins.add(binOfStored.applyAsInt(stored), count);
            } catch (IllegalArgumentException e) {
                throw new IOException("cannot read a sketch: " + e.getMessage(), e);
            }
        }
        return bins;
    }
}

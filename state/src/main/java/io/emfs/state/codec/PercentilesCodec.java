package io.emfs.state.codec;

import io.emfs.state.Percentiles;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Five doubles, in the record's order. */
public final class PercentilesCodec implements Codec<Percentiles> {
    public static final int VERSION = 1;

    @Override
    public Class<Percentiles> type() {
        return Percentiles.class;
    }

    @Override
    public int version() {
        return VERSION;
    }

    @Override
    public void write(Percentiles value, DataOutput out) throws IOException {
        out.writeDouble(value.mean());
        out.writeDouble(value.p50());
        out.writeDouble(value.p95());
        out.writeDouble(value.p99());
        out.writeDouble(value.max());
    }

    @Override
    public Percentiles read(DataInput in, int version) throws IOException {
        requireReadable(version);
        return new Percentiles(in.readDouble(), in.readDouble(), in.readDouble(), in.readDouble(), in.readDouble());
    }
}

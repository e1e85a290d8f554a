package io.emfs.state.codec;

import io.emfs.state.MissTally;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** The record's components in order. */
public final class MissTallyCodec implements Codec<MissTally> {
    public static final int VERSION = 1;

    @Override
    public Class<MissTally> type() {
        return MissTally.class;
    }

    @Override
    public int version() {
        return VERSION;
    }

    @Override
    public void write(MissTally value, DataOutput out) throws IOException {
        out.writeLong(value.atMs());
        out.writeDouble(value.requests());
        out.writeDouble(value.missed());
    }

    @Override
    public MissTally read(DataInput in, int version) throws IOException {
        requireReadable(version);
        return new MissTally(in.readLong(), in.readDouble(), in.readDouble());
    }
}

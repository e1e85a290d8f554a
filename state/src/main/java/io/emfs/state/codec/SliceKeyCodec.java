package io.emfs.state.codec;

import io.emfs.state.SliceKey;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Window, start, end. A key within map state: Flink cannot migrate keys, so version 1 has to stay. */
public final class SliceKeyCodec implements Codec<SliceKey> {
    public static final int VERSION = 1;

    @Override
    public Class<SliceKey> type() {
        return SliceKey.class;
    }

    @Override
    public int version() {
        return VERSION;
    }

    @Override
    public void write(SliceKey value, DataOutput out) throws IOException {
        out.writeUTF(value.window());
        out.writeLong(value.startMs());
        out.writeLong(value.endMs());
    }

    @Override
    public SliceKey read(DataInput in, int version) throws IOException {
        requireReadable(version);
        return new SliceKey(in.readUTF(), in.readLong(), in.readLong());
    }
}

package io.emfs.state.codec;

import io.emfs.state.FunctionKey;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Node, function, each as modified UTF-8. The key of keyed state: Flink cannot migrate keys, so version 1 has to stay. */
public final class FunctionKeyCodec implements Codec<FunctionKey> {
    public static final int VERSION = 1;

    @Override
    public Class<FunctionKey> type() {
        return FunctionKey.class;
    }

    @Override
    public int version() {
        return VERSION;
    }

    @Override
    public void write(FunctionKey value, DataOutput out) throws IOException {
        out.writeUTF(value.node());
        out.writeUTF(value.function());
    }

    @Override
    public FunctionKey read(DataInput in, int version) throws IOException {
        requireReadable(version);
        return new FunctionKey(in.readUTF(), in.readUTF());
    }
}

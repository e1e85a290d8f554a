package io.emfs.state.codec;

import io.emfs.state.Prediction;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The record's components in order, or a single byte where there is none. A part of what others write. */
final class PredictionCodec {
    private PredictionCodec() {}

    static void write(@Nullable Prediction value, DataOutput out) throws IOException {
        out.writeBoolean(value != null);
        if (value != null) {
            out.writeUTF(value.model());
            out.writeDouble(value.medianNs());
            out.writeDouble(value.upperNs());
        }
    }

    static @Nullable Prediction read(DataInput in) throws IOException {
        return in.readBoolean() ? new Prediction(in.readUTF(), in.readDouble(), in.readDouble()) : null;
    }
}

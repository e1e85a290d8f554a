package io.emfs.state.codec;

import io.emfs.state.LatencySketch;
import io.emfs.state.Quantity;
import io.emfs.state.WindowSlice;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** One sketch for each {@link Quantity}, in its order, and the last answer. Version 1 had three, 2 no last answer. */
public final class WindowSliceCodec implements Codec<WindowSlice> {
    public static final int VERSION = 3;
    private static final int SKETCHES_OF_VERSION_1 = 3;
    private static final int SKETCHES = Quantity.values().length;

    @Override
    public Class<WindowSlice> type() {
        return WindowSlice.class;
    }

    @Override
    public int version() {
        return VERSION;
    }

    @Override
    public void write(WindowSlice value, DataOutput out) throws IOException {
        for (Quantity quantity : Quantity.values()) {
            Codecs.LATENCY_SKETCH.writeVersioned(value.of(quantity), out);
        }
        out.writeLong(value.answeredNs());
        out.writeInt(value.inFlight());
    }

    @Override
    public WindowSlice read(DataInput in, int version) throws IOException {
        requireReadable(version);
        int written = version == 1 ? SKETCHES_OF_VERSION_1 : SKETCHES;
        LatencySketch[] sketches = new LatencySketch[SKETCHES];
        for (int i = 0; i < SKETCHES; i++) {
            sketches[i] = i < written ? Codecs.LATENCY_SKETCH.readVersioned(in) : new LatencySketch();
        }
        WindowSlice slice = new WindowSlice(sketches);
        if (version > 2) {
            slice.see(in.readLong(), in.readInt());
        }
        return slice;
    }

    @Override
    public boolean immutable() {
        return false;
    }

    @Override
    public WindowSlice copy(WindowSlice value) {
        return value.copy();
    }
}

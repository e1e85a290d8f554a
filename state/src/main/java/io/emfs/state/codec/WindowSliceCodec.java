package io.emfs.state.codec;

import io.emfs.state.LatencySketch;
import io.emfs.state.Quantity;
import io.emfs.state.WindowSlice;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** One sketch for each {@link Quantity}, in its order. Version 1 had the first three. */
public final class WindowSliceCodec implements Codec<WindowSlice> {
    public static final int VERSION = 2;
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
    }

    @Override
    public WindowSlice read(DataInput in, int version) throws IOException {
        requireReadable(version);
        int written = version == 1 ? SKETCHES_OF_VERSION_1 : SKETCHES;
        LatencySketch[] sketches = new LatencySketch[SKETCHES];
        for (int i = 0; i < SKETCHES; i++) {
            sketches[i] = i < written ? Codecs.LATENCY_SKETCH.readVersioned(in) : new LatencySketch();
        }
        return new WindowSlice(sketches);
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

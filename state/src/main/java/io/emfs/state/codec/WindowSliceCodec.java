package io.emfs.state.codec;

import io.emfs.state.WindowSlice;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Three sketches: latency, queue delay, service. */
public final class WindowSliceCodec implements Codec<WindowSlice> {
    public static final int VERSION = 1;

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
        Codecs.LATENCY_SKETCH.writeVersioned(value.latency(), out);
        Codecs.LATENCY_SKETCH.writeVersioned(value.queueDelay(), out);
        Codecs.LATENCY_SKETCH.writeVersioned(value.service(), out);
    }

    @Override
    public WindowSlice read(DataInput in, int version) throws IOException {
        requireReadable(version);
        return new WindowSlice(
                Codecs.LATENCY_SKETCH.readVersioned(in),
                Codecs.LATENCY_SKETCH.readVersioned(in),
                Codecs.LATENCY_SKETCH.readVersioned(in));
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

package io.emfs.state.codec;

import io.emfs.state.WindowSummary;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** The record's components in order. */
public final class WindowSummaryCodec implements Codec<WindowSummary> {
    public static final int VERSION = 1;

    @Override
    public Class<WindowSummary> type() {
        return WindowSummary.class;
    }

    @Override
    public int version() {
        return VERSION;
    }

    @Override
    public void write(WindowSummary value, DataOutput out) throws IOException {
        Codecs.FUNCTION_KEY.writeVersioned(value.key(), out);
        out.writeUTF(value.window());
        out.writeLong(value.startMs());
        out.writeLong(value.endMs());
        out.writeLong(value.count());
        Codecs.PERCENTILES.writeVersioned(value.latency(), out);
        Codecs.PERCENTILES.writeVersioned(value.queueDelay(), out);
        Codecs.PERCENTILES.writeVersioned(value.service(), out);
        out.writeDouble(value.sloLatencyNs());
        out.writeLong(value.closedByNs());
    }

    @Override
    public WindowSummary read(DataInput in, int version) throws IOException {
        requireReadable(version);
        return new WindowSummary(
                Codecs.FUNCTION_KEY.readVersioned(in),
                in.readUTF(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                Codecs.PERCENTILES.readVersioned(in),
                Codecs.PERCENTILES.readVersioned(in),
                Codecs.PERCENTILES.readVersioned(in),
                in.readDouble(),
                in.readLong());
    }
}

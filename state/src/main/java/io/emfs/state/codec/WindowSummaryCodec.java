package io.emfs.state.codec;

import io.emfs.state.Percentiles;
import io.emfs.state.RequestPercentiles;
import io.emfs.state.WindowSlice;
import io.emfs.state.WindowSummary;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The record's components in order. Version 1 ended its percentiles with the service time's, version 2 knew no misses,
 * version 3 no requests in flight.
 */
public final class WindowSummaryCodec implements Codec<WindowSummary> {
    public static final int VERSION = 4;

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
        out.writeLong(value.missed());
        RequestPercentiles requests = value.requests();
        Codecs.PERCENTILES.writeVersioned(requests.latency(), out);
        Codecs.PERCENTILES.writeVersioned(requests.queueDelay(), out);
        Codecs.PERCENTILES.writeVersioned(requests.service(), out);
        Codecs.PERCENTILES.writeVersioned(requests.duration(), out);
        Codecs.PERCENTILES.writeVersioned(requests.onCpu(), out);
        Codecs.PERCENTILES.writeVersioned(requests.runQueueWait(), out);
        out.writeDouble(value.sloLatencyNs());
        out.writeInt(value.inFlight());
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
                version < 3 ? 0 : in.readLong(),
                requests(in, version),
                in.readDouble(),
                version < 4 ? WindowSlice.UNKNOWN : in.readInt(),
                in.readLong());
    }

    private static RequestPercentiles requests(DataInput in, int version) throws IOException {
        return new RequestPercentiles(
                Codecs.PERCENTILES.readVersioned(in),
                Codecs.PERCENTILES.readVersioned(in),
                Codecs.PERCENTILES.readVersioned(in),
                version == 1 ? Percentiles.EMPTY : Codecs.PERCENTILES.readVersioned(in),
                version == 1 ? Percentiles.EMPTY : Codecs.PERCENTILES.readVersioned(in),
                version == 1 ? Percentiles.EMPTY : Codecs.PERCENTILES.readVersioned(in));
    }
}

package io.emfs.state.codec;

import io.emfs.state.FunctionReport;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Summary, profile, queue. */
public final class FunctionReportCodec implements Codec<FunctionReport> {
    public static final int VERSION = 1;

    @Override
    public Class<FunctionReport> type() {
        return FunctionReport.class;
    }

    @Override
    public int version() {
        return VERSION;
    }

    @Override
    public void write(FunctionReport value, DataOutput out) throws IOException {
        Codecs.WINDOW_SUMMARY.writeVersioned(value.summary(), out);
        Codecs.FUNCTION_PROFILE.writeVersioned(value.profile(), out);
        out.writeInt(value.queue());
    }

    @Override
    public FunctionReport read(DataInput in, int version) throws IOException {
        requireReadable(version);
        return new FunctionReport(
                Codecs.WINDOW_SUMMARY.readVersioned(in), Codecs.FUNCTION_PROFILE.readVersioned(in), in.readInt());
    }
}

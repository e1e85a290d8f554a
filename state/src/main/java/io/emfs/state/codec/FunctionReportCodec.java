package io.emfs.state.codec;

import io.emfs.state.Basis;
import io.emfs.state.Calibration;
import io.emfs.state.FunctionReport;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** The components in order; version 1 knew no prediction, version 2 neither basis nor calibration. */
public final class FunctionReportCodec implements Codec<FunctionReport> {
    public static final int VERSION = 3;

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
        PredictionCodec.write(value.prediction(), out);
        BasisCodec.write(value.basis(), out);
        out.writeLong(value.calibration().judged());
        out.writeFloat(value.calibration().coverage());
    }

    @Override
    public FunctionReport read(DataInput in, int version) throws IOException {
        requireReadable(version);
        return new FunctionReport(
                Codecs.WINDOW_SUMMARY.readVersioned(in),
                Codecs.FUNCTION_PROFILE.readVersioned(in),
                in.readInt(),
                version == 1 ? null : PredictionCodec.read(in),
                version < 3 ? Basis.NONE : BasisCodec.read(in),
                version < 3 ? Calibration.NONE : new Calibration(in.readLong(), in.readFloat()));
    }
}

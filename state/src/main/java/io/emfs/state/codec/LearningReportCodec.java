package io.emfs.state.codec;

import io.emfs.state.HeldOutErrors;
import io.emfs.state.LearningReport;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** The components in order. */
public final class LearningReportCodec implements Codec<LearningReport> {
    public static final int VERSION = 1;

    @Override
    public Class<LearningReport> type() {
        return LearningReport.class;
    }

    @Override
    public int version() {
        return VERSION;
    }

    @Override
    public void write(LearningReport value, DataOutput out) throws IOException {
        out.writeUTF(value.model());
        out.writeInt(value.version());
        out.writeInt(value.rows());
        out.writeInt(value.functions());
        out.writeLong(value.promotions());
        out.writeLong(value.rejections());
        out.writeLong(value.failures());
        out.writeDouble(value.seconds());
        HeldOutErrors errors = value.errors();
        out.writeDouble(errors.candidate());
        out.writeDouble(errors.incumbent());
        out.writeDouble(errors.last());
        out.writeDouble(errors.machine());
        out.writeDouble(errors.trees());
    }

    @Override
    public LearningReport read(DataInput in, int version) throws IOException {
        requireReadable(version);
        return new LearningReport(
                in.readUTF(),
                in.readInt(),
                in.readInt(),
                in.readInt(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readDouble(),
                new HeldOutErrors(in.readDouble(), in.readDouble(), in.readDouble(), in.readDouble(), in.readDouble()));
    }
}

package io.emfs.state.codec;

import io.emfs.state.Basis;
import io.emfs.state.ChangeReason;
import io.emfs.state.QueueChange;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The record's components in order; reasons by code, so that their order is free to change. Version 1 knew no rank, version
 * 2 no prediction, version 3 no basis.
 */
public final class QueueChangeCodec implements Codec<QueueChange> {
    public static final int VERSION = 4;

    @Override
    public Class<QueueChange> type() {
        return QueueChange.class;
    }

    @Override
    public int version() {
        return VERSION;
    }

    @Override
    public void write(QueueChange value, DataOutput out) throws IOException {
        Codecs.FUNCTION_KEY.writeVersioned(value.key(), out);
        out.writeInt(value.from());
        out.writeInt(value.to());
        out.writeByte(code(value.reason()));
        out.writeLong(value.causeNs());
        out.writeDouble(value.observedNs());
        out.writeLong(value.boundNs());
        out.writeInt(value.pid());
        out.writeInt(value.rank());
        out.writeLong(value.demandNs());
        PredictionCodec.write(value.prediction(), out);
        BasisCodec.write(value.basis(), out);
    }

    @Override
    public QueueChange read(DataInput in, int version) throws IOException {
        requireReadable(version);
        return new QueueChange(
                Codecs.FUNCTION_KEY.readVersioned(in),
                in.readInt(),
                in.readInt(),
                reason(in.readByte()),
                in.readLong(),
                in.readDouble(),
                in.readLong(),
                in.readInt(),
                version == 1 ? 0 : in.readInt(),
                version == 1 ? 0 : in.readLong(),
                version < 3 ? null : PredictionCodec.read(in),
                version < 4 ? Basis.NONE : BasisCodec.read(in));
    }

    private static int code(ChangeReason reason) {
        return switch (reason) {
            case INITIAL -> 1;
            case INSTANCE -> 2;
            case SLO_MISSED -> 3;
            case SLO_MET -> 4;
            case TAKEN_BACK -> 5;
            case RANKED -> 6;
            case EXPLORED -> 7;
        };
    }

    private static ChangeReason reason(int code) throws IOException {
        return switch (code) {
            case 1 -> ChangeReason.INITIAL;
            case 2 -> ChangeReason.INSTANCE;
            case 3 -> ChangeReason.SLO_MISSED;
            case 4 -> ChangeReason.SLO_MET;
            case 5 -> ChangeReason.TAKEN_BACK;
            case 6 -> ChangeReason.RANKED;
            case 7 -> ChangeReason.EXPLORED;
            default -> throw new IOException("unknown ChangeReason code=" + code);
        };
    }
}

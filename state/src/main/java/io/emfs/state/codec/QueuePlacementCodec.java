package io.emfs.state.codec;

import io.emfs.state.DemotionBackoff;
import io.emfs.state.QueuePlacement;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The record's components in order; back-offs as their number, then (queue, factor, since) each. */
public final class QueuePlacementCodec implements Codec<QueuePlacement> {
    public static final int VERSION = 1;

    @Override
    public Class<QueuePlacement> type() {
        return QueuePlacement.class;
    }

    @Override
    public int version() {
        return VERSION;
    }

    @Override
    public void write(QueuePlacement value, DataOutput out) throws IOException {
        out.writeInt(value.queue());
        out.writeLong(value.boundNs());
        out.writeInt(value.misses());
        out.writeInt(value.comfortable());
        out.writeLong(value.lastMoveMs());
        out.writeBoolean(value.demoted());
        out.writeLong(value.lastExitMs());
        Varint.write(value.backoffs().size(), out);
        for (DemotionBackoff backoff : value.backoffs()) {
            out.writeInt(backoff.queue());
            out.writeInt(backoff.factor());
            out.writeLong(backoff.sinceMs());
        }
    }

    @Override
    public QueuePlacement read(DataInput in, int version) throws IOException {
        requireReadable(version);
        return new QueuePlacement(
                in.readInt(),
                in.readLong(),
                in.readInt(),
                in.readInt(),
                in.readLong(),
                in.readBoolean(),
                in.readLong(),
                readBackoffs(in));
    }

    private static List<DemotionBackoff> readBackoffs(DataInput in) throws IOException {
        long size = Varint.read(in);
        List<DemotionBackoff> backoffs = new ArrayList<>();
        for (long i = 0; i < size; i++) {
            backoffs.add(new DemotionBackoff(in.readInt(), in.readInt(), in.readLong()));
        }
        return backoffs;
    }
}

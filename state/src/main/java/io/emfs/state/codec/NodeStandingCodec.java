package io.emfs.state.codec;

import io.emfs.state.MissTally;
import io.emfs.state.MoveTrial;
import io.emfs.state.NodeStanding;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Misses, whether there is a trial, and its components in order. */
public final class NodeStandingCodec implements Codec<NodeStanding> {
    public static final int VERSION = 1;

    @Override
    public Class<NodeStanding> type() {
        return NodeStanding.class;
    }

    @Override
    public int version() {
        return VERSION;
    }

    @Override
    public void write(NodeStanding value, DataOutput out) throws IOException {
        writeTally(value.misses(), out);
        MoveTrial trial = value.trial();
        out.writeBoolean(trial != null);
        if (trial != null) {
            out.writeUTF(trial.function());
            out.writeInt(trial.from());
            out.writeInt(trial.to());
            out.writeLong(trial.startMs());
            writeTally(trial.ownBefore(), out);
            writeTally(trial.othersBefore(), out);
            writeTally(trial.own(), out);
            writeTally(trial.others(), out);
        }
    }

    @Override
    public NodeStanding read(DataInput in, int version) throws IOException {
        requireReadable(version);
        MissTally misses = readTally(in);
        return new NodeStanding(misses, in.readBoolean() ? readTrial(in) : null);
    }

    private static MoveTrial readTrial(DataInput in) throws IOException {
        return new MoveTrial(
                in.readUTF(),
                in.readInt(),
                in.readInt(),
                in.readLong(),
                readTally(in),
                readTally(in),
                readTally(in),
                readTally(in));
    }

    private static void writeTally(MissTally tally, DataOutput out) throws IOException {
        Codecs.MISS_TALLY.writeVersioned(tally, out);
    }

    private static MissTally readTally(DataInput in) throws IOException {
        return Codecs.MISS_TALLY.readVersioned(in);
    }
}

package io.emfs.state.codec;

import io.emfs.state.Command;
import io.emfs.state.QueueChange;
import io.emfs.state.ThreadChange;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** A tag byte for the kind of command, then the kind's own components in order. */
public final class CommandCodec implements Codec<Command> {
    public static final int VERSION = 1;

    private static final int QUEUE_CHANGE = 1;
    private static final int THREAD_CHANGE = 2;

    @Override
    public Class<Command> type() {
        return Command.class;
    }

    @Override
    public int version() {
        return VERSION;
    }

    @Override
    public void write(Command value, DataOutput out) throws IOException {
        if (value instanceof QueueChange change) {
            out.writeByte(QUEUE_CHANGE);
            Codecs.QUEUE_CHANGE.writeVersioned(change, out);
        } else if (value instanceof ThreadChange change) {
            out.writeByte(THREAD_CHANGE);
            Codecs.FUNCTION_KEY.writeVersioned(change.key(), out);
            out.writeInt(change.pid());
            out.writeInt(change.tid());
            out.writeLong(change.startTicks());
            out.writeInt(change.drops());
            out.writeBoolean(change.late());
            out.writeByte(change.cause().code());
            out.writeLong(change.causeNs());
        }
    }

    @Override
    public Command read(DataInput in, int version) throws IOException {
        requireReadable(version);
        int tag = in.readUnsignedByte();
        return switch (tag) {
            case QUEUE_CHANGE -> Codecs.QUEUE_CHANGE.readVersioned(in);
            case THREAD_CHANGE ->
                new ThreadChange(
                        Codecs.FUNCTION_KEY.readVersioned(in),
                        in.readInt(),
                        in.readInt(),
                        in.readLong(),
                        in.readInt(),
                        in.readBoolean(),
                        ThreadCauses.read(in),
                        in.readLong());
            default -> throw new IOException("unknown Command tag=" + tag);
        };
    }
}

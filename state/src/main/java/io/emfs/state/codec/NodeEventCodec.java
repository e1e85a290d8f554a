package io.emfs.state.codec;

import io.emfs.state.FunctionKey;
import io.emfs.state.InstanceExited;
import io.emfs.state.InstanceStarted;
import io.emfs.state.NodeEvent;
import io.emfs.state.RequestCompleted;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** A tag byte for the kind of event, the key, and the kind's own components in order. */
public final class NodeEventCodec implements Codec<NodeEvent> {
    public static final int VERSION = 1;
    private static final int REQUEST_COMPLETED = 1;
    private static final int INSTANCE_STARTED = 2;
    private static final int INSTANCE_EXITED = 3;

    @Override
    public Class<NodeEvent> type() {
        return NodeEvent.class;
    }

    @Override
    public int version() {
        return VERSION;
    }

    @Override
    public void write(NodeEvent value, DataOutput out) throws IOException {
        if (value instanceof RequestCompleted request) {
            out.writeByte(REQUEST_COMPLETED);
            Codecs.FUNCTION_KEY.writeVersioned(request.key(), out);
            out.writeLong(request.arrivalNs());
            out.writeLong(request.queueNs());
            out.writeLong(request.serviceNs());
            out.writeInt(request.tid());
        } else if (value instanceof InstanceStarted started) {
            out.writeByte(INSTANCE_STARTED);
            Codecs.FUNCTION_KEY.writeVersioned(started.key(), out);
            out.writeInt(started.pid());
            out.writeLong(started.timestampNs());
        } else if (value instanceof InstanceExited exited) {
            out.writeByte(INSTANCE_EXITED);
            Codecs.FUNCTION_KEY.writeVersioned(exited.key(), out);
            out.writeInt(exited.pid());
            out.writeInt(exited.remaining());
            out.writeLong(exited.timestampNs());
        } else {
            throw new IOException("no tag for NodeEvent " + value);
        }
    }

    @Override
    public NodeEvent read(DataInput in, int version) throws IOException {
        requireReadable(version);
        int tag = in.readByte();
        FunctionKey key = Codecs.FUNCTION_KEY.readVersioned(in);
        return switch (tag) {
            case REQUEST_COMPLETED ->
                new RequestCompleted(key, in.readLong(), in.readLong(), in.readLong(), in.readInt());
            case INSTANCE_STARTED -> new InstanceStarted(key, in.readInt(), in.readLong());
            case INSTANCE_EXITED -> new InstanceExited(key, in.readInt(), in.readInt(), in.readLong());
            default -> throw new IOException("unknown NodeEvent tag=" + tag);
        };
    }
}

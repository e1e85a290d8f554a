package io.emfs.state.codec;

import io.emfs.config.ConfigException;
import io.emfs.config.ConfigLoader;
import io.emfs.config.LoadedConfig;
import io.emfs.state.ConfigurationChanged;
import io.emfs.state.FunctionKey;
import io.emfs.state.FunctionPlaced;
import io.emfs.state.InstanceExited;
import io.emfs.state.InstanceStarted;
import io.emfs.state.NodeEvent;
import io.emfs.state.RequestAnswered;
import io.emfs.state.RequestCompleted;
import io.emfs.state.RequestDigest;
import io.emfs.state.ThreadEvent;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A tag byte for the kind of event, the key, and the kind's own components in order. */
public final class NodeEventCodec implements Codec<NodeEvent> {
    public static final int VERSION = 5;

    /** Version 2 knew no CPUs of a process. */
    private static final int FIRST_WITH_CPUS = 3;

    /** Version 1 knew no more of requests than their answer, without the components after the thread. */
    private static final int ANSWERED_OF_VERSION_1 = 1;

    private static final int INSTANCE_STARTED = 2;
    private static final int INSTANCE_EXITED = 3;
    private static final int REQUEST_ANSWERED = 4;
    private static final int REQUEST_COMPLETED = 5;
    private static final int REQUEST_DIGEST = 6;
    private static final int THREAD_EVENT = 7;

    /** Since version 4. */
    private static final int CONFIGURATION_CHANGED = 8;

    /** Since version 5. */
    private static final int FUNCTION_PLACED = 9;

    private static final int MAX_YAML_BYTES = 64 << 20;

    @Override
    public Class<NodeEvent> type() {
        return NodeEvent.class;
    }

    @Override
    public int version() {
        return VERSION;
    }

    @Override
    public boolean immutable() {
        return true; // operators copy the slice of a digest before they change it
    }

    @Override
    public void write(NodeEvent value, DataOutput out) throws IOException {
        if (value instanceof RequestAnswered answered) {
            start(REQUEST_ANSWERED, value, out);
            out.writeLong(answered.arrivalNs());
            out.writeLong(answered.queueNs());
            out.writeLong(answered.serviceNs());
            out.writeInt(answered.tid());
            out.writeInt(answered.inFlight());
            out.writeBoolean(answered.digested());
        } else if (value instanceof RequestCompleted completed) {
            start(REQUEST_COMPLETED, value, out);
            out.writeLong(completed.timestampNs());
            out.writeLong(completed.durationNs());
            out.writeLong(completed.onCpuNs());
            out.writeLong(completed.runQueueWaitNs());
            out.writeLong(completed.bytesIn());
            out.writeLong(completed.bytesOut());
            out.writeInt(completed.tid());
        } else if (value instanceof RequestDigest digest) {
            start(REQUEST_DIGEST, value, out);
            out.writeLong(digest.timestampNs());
            Codecs.WINDOW_SLICE.writeVersioned(digest.requests(), out);
        } else if (value instanceof InstanceStarted started) {
            start(INSTANCE_STARTED, value, out);
            out.writeInt(started.pid());
            out.writeLong(started.timestampNs());
            out.writeLong(started.cpus());
        } else if (value instanceof InstanceExited exited) {
            start(INSTANCE_EXITED, value, out);
            out.writeInt(exited.pid());
            out.writeInt(exited.remaining());
            out.writeLong(exited.timestampNs());
        } else if (value instanceof ThreadEvent thread) {
            start(THREAD_EVENT, value, out);
            out.writeLong(thread.timestampNs());
            out.writeByte(thread.cause().code());
            out.writeInt(thread.pid());
            out.writeInt(thread.tid());
            out.writeLong(thread.startTicks());
            out.writeInt(thread.drops());
            out.writeLong(thread.onCpuNs());
        } else if (value instanceof ConfigurationChanged changed) {
            start(CONFIGURATION_CHANGED, value, out);
            out.writeLong(changed.timestampNs());
            byte[] yaml =
                    changed.configuration().yaml().getBytes(StandardCharsets.UTF_8); // may exceed writeUTF's 64 KiB
            out.writeInt(yaml.length);
            out.write(yaml);
        } else if (value instanceof FunctionPlaced placed) {
            start(FUNCTION_PLACED, value, out);
            out.writeInt(placed.queue());
            out.writeLong(placed.timestampNs());
        } else {
            throw new IOException("no tag for NodeEvent " + value);
        }
    }

    /** Whether an event of this tag carries a configuration, which may be large, and is nobody's to send over a network. */
    public static boolean isConfiguration(int tag) {
        return tag == CONFIGURATION_CHANGED;
    }

    private static void start(int tag, NodeEvent event, DataOutput out) throws IOException {
        out.writeByte(tag);
        Codecs.FUNCTION_KEY.writeVersioned(event.key(), out);
    }

    @Override
    public NodeEvent read(DataInput in, int version) throws IOException {
        requireReadable(version);
        int tag = in.readByte();
        FunctionKey key = Codecs.FUNCTION_KEY.readVersioned(in);
        return switch (tag) {
            case ANSWERED_OF_VERSION_1 ->
                new RequestAnswered(key, in.readLong(), in.readLong(), in.readLong(), in.readInt(), 1, false);
            case REQUEST_ANSWERED ->
                new RequestAnswered(
                        key, in.readLong(), in.readLong(), in.readLong(), in.readInt(), in.readInt(), in.readBoolean());
            case REQUEST_COMPLETED ->
                new RequestCompleted(
                        key,
                        in.readLong(),
                        in.readLong(),
                        in.readLong(),
                        in.readLong(),
                        in.readLong(),
                        in.readLong(),
                        in.readInt());
            case REQUEST_DIGEST -> new RequestDigest(key, in.readLong(), Codecs.WINDOW_SLICE.readVersioned(in));
            case INSTANCE_STARTED ->
                new InstanceStarted(
                        key,
                        in.readInt(),
                        in.readLong(),
                        version < FIRST_WITH_CPUS ? InstanceStarted.UNKNOWN_CPUS : in.readLong());
            case INSTANCE_EXITED -> new InstanceExited(key, in.readInt(), in.readInt(), in.readLong());
            case THREAD_EVENT ->
                new ThreadEvent(
                        key,
                        in.readLong(),
                        ThreadCauses.read(in),
                        in.readInt(),
                        in.readInt(),
                        in.readLong(),
                        in.readInt(),
                        in.readLong());
            case CONFIGURATION_CHANGED ->
                new ConfigurationChanged(key.node(), in.readLong(), configuration(key.node(), in));
            case FUNCTION_PLACED -> new FunctionPlaced(key, in.readInt(), in.readLong());
            default -> throw new IOException("unknown NodeEvent tag=" + tag);
        };
    }

    private static LoadedConfig configuration(String node, DataInput in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > MAX_YAML_BYTES) {
            throw new IOException("configuration of length=" + length + ", must be in 0.." + MAX_YAML_BYTES);
        }
        byte[] yaml = new byte[length];
        in.readFully(yaml);
        try {
            // node: auto would name the reader's machine
            return ConfigLoader.parse(
                    "configuration", new String(yaml, StandardCharsets.UTF_8), List.of("node=" + node));
        } catch (ConfigException e) {
            throw new IOException("a configuration that this version does not take: " + e.getMessage(), e);
        }
    }
}

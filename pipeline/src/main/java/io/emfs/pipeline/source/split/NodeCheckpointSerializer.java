package io.emfs.pipeline.source.split;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/** Version 1: a count, then the assigned nodes' names. Stateless; an unknown version is an {@link IOException}. */
public final class NodeCheckpointSerializer implements SimpleVersionedSerializer<NodeCheckpoint> {
    private static final int VERSION = 1;

    @Override
    public int getVersion() {
        return VERSION;
    }

    @Override
    public byte[] serialize(NodeCheckpoint checkpoint) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(64);
        out.writeInt(checkpoint.assigned().size());
        for (String node : checkpoint.assigned()) {
            out.writeUTF(node);
        }
        return out.getCopyOfBuffer();
    }

    @Override
    public NodeCheckpoint deserialize(int version, byte[] bytes) throws IOException {
        if (version != VERSION) {
            throw new IOException("unknown enumerator format: version=" + version + ", newest known=" + VERSION);
        }
        DataInputDeserializer in = new DataInputDeserializer(bytes);
        Set<String> assigned = new HashSet<>();
        for (int left = in.readInt(); left > 0; left--) {
            assigned.add(in.readUTF());
        }
        return new NodeCheckpoint(assigned);
    }
}

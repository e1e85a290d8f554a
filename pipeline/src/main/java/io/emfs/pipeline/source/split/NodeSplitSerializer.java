package io.emfs.pipeline.source.split;

import java.io.IOException;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/** Version 1: the node's name in modified UTF-8. Stateless; an unknown version is an {@link IOException}. */
public final class NodeSplitSerializer implements SimpleVersionedSerializer<NodeSplit> {
    private static final int VERSION = 1;

    @Override
    public int getVersion() {
        return VERSION;
    }

    @Override
    public byte[] serialize(NodeSplit split) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(64);
        out.writeUTF(split.node());
        return out.getCopyOfBuffer();
    }

    @Override
    public NodeSplit deserialize(int version, byte[] bytes) throws IOException {
        if (version != VERSION) {
            throw new IOException("unknown split format: version=" + version + ", newest known=" + VERSION);
        }
        return new NodeSplit(new DataInputDeserializer(bytes).readUTF());
    }
}

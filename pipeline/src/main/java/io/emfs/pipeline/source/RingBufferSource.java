package io.emfs.pipeline.source;

import io.emfs.pipeline.channel.AgentPlace;
import io.emfs.pipeline.source.enumerator.NodeEnumerator;
import io.emfs.pipeline.source.reader.NodeReader;
import io.emfs.pipeline.source.split.NodeCheckpoint;
import io.emfs.pipeline.source.split.NodeCheckpointSerializer;
import io.emfs.pipeline.source.split.NodeSplit;
import io.emfs.pipeline.source.split.NodeSplitSerializer;
import io.emfs.state.NodeEvent;
import java.util.List;
import java.util.Set;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * The events of the nodes whose agents share this JVM, out of their kernels' ring buffers, by way of
 * {@link io.emfs.pipeline.channel.LocalChannel}. Unbounded (FLIP-27); one split per node; nothing is replayed after a
 * failure. Pass the type information of {@link NodeEvent} along: this class knows none.
 */
public final class RingBufferSource implements Source<NodeEvent, NodeSplit, NodeCheckpoint> {
    private static final long serialVersionUID = 1L;

    private final List<String> nodes;
    private final AgentPlace agents;

    /** @param agents of a node whose agent is elsewhere, nothing is heard: its reader is idle */
    public RingBufferSource(List<String> nodes, AgentPlace agents) {
        this.nodes = List.copyOf(nodes);
        this.agents = agents;
    }

    @Override
    public Boundedness getBoundedness() {
        return Boundedness.CONTINUOUS_UNBOUNDED;
    }

    @Override
    public SourceReader<NodeEvent, NodeSplit> createReader(SourceReaderContext context) {
        return new NodeReader(agents);
    }

    @Override
    public SplitEnumerator<NodeSplit, NodeCheckpoint> createEnumerator(SplitEnumeratorContext<NodeSplit> context) {
        return restoreEnumerator(context, new NodeCheckpoint(Set.of()));
    }

    @Override
    public SplitEnumerator<NodeSplit, NodeCheckpoint> restoreEnumerator(
            SplitEnumeratorContext<NodeSplit> context, NodeCheckpoint checkpoint) {
        return new NodeEnumerator(context, nodes, checkpoint);
    }

    @Override
    public SimpleVersionedSerializer<NodeSplit> getSplitSerializer() {
        return new NodeSplitSerializer();
    }

    @Override
    public SimpleVersionedSerializer<NodeCheckpoint> getEnumeratorCheckpointSerializer() {
        return new NodeCheckpointSerializer();
    }
}

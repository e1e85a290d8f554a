package io.emfs.pipeline.source;

import io.emfs.pipeline.channel.AgentPlace;
import io.emfs.pipeline.link.LinkTerms;
import io.emfs.pipeline.link.job.JobEndpoints;
import io.emfs.pipeline.source.enumerator.NodeEnumerator;
import io.emfs.pipeline.source.reader.LinkReader;
import io.emfs.pipeline.source.reader.NodeReader;
import io.emfs.pipeline.source.split.NodeCheckpoint;
import io.emfs.pipeline.source.split.NodeCheckpointSerializer;
import io.emfs.pipeline.source.split.NodePlacement;
import io.emfs.pipeline.source.split.NodeSplit;
import io.emfs.pipeline.source.split.NodeSplitSerializer;
import io.emfs.state.NodeEvent;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.jspecify.annotations.Nullable;

/**
 * The events of nodes, out of their kernels' ring buffers: of those whose agents share this JVM by way of
 * {@link io.emfs.pipeline.channel.LocalChannel}, of others by a {@link #linked link}. Unbounded (FLIP-27); one split per node; nothing is replayed after a
 * failure. Each subtask has the nodes whose key groups it has. The events bring their timestamps, and need no watermarks. Pass the type information of {@link NodeEvent} along: this class knows none.
 */
public final class RingBufferSource implements Source<NodeEvent, NodeSplit, NodeCheckpoint> {
    private static final long serialVersionUID = 1L;

    private final List<String> nodes;
    private final NodePlacement placement;
    private final AgentPlace agents;
    private final @Nullable LinkTerms link;

    /** @param agents of a node whose agent is elsewhere, nothing is heard */
    public RingBufferSource(List<String> nodes, NodePlacement placement, AgentPlace agents) {
        this(nodes, placement, agents, null);
    }

    private RingBufferSource(List<String> nodes, NodePlacement placement, AgentPlace agents, @Nullable LinkTerms link) {
        this.nodes = List.copyOf(nodes);
        this.placement = placement;
        this.agents = agents;
        this.link = link;
    }

    /** Of whichever nodes' agents have a link to the job; {@code nodes} are what its state knows of a job beside an agent. */
    public static RingBufferSource linked(List<String> nodes, NodePlacement placement, LinkTerms terms) {
        return new RingBufferSource(nodes, placement, AgentPlace.ELSEWHERE, terms);
    }

    @Override
    public Boundedness getBoundedness() {
        return Boundedness.CONTINUOUS_UNBOUNDED;
    }

    @Override
    public SourceReader<NodeEvent, NodeSplit> createReader(SourceReaderContext context) {
        int subtask = context.getIndexOfSubtask();
        int parallelism = context.currentParallelism();
        Predicate<String> own = node -> placement.subtaskOf(node, parallelism) == subtask;
        return link == null
                ? new NodeReader(agents, own)
                : new LinkReader(
                        JobEndpoints.HERE.open(link, JobAttempt.of(context.metricGroup())), own, context.metricGroup());
    }

    @Override
    public SplitEnumerator<NodeSplit, NodeCheckpoint> createEnumerator(SplitEnumeratorContext<NodeSplit> context) {
        return restoreEnumerator(context, new NodeCheckpoint(Set.of()));
    }

    @Override
    public SplitEnumerator<NodeSplit, NodeCheckpoint> restoreEnumerator(
            SplitEnumeratorContext<NodeSplit> context, NodeCheckpoint checkpoint) {
        return new NodeEnumerator(context, placement, nodes, checkpoint);
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

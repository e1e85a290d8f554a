package io.emfs.pipeline.source.enumerator;

import io.emfs.pipeline.source.split.NodeCheckpoint;
import io.emfs.pipeline.source.split.NodePlacement;
import io.emfs.pipeline.source.split.NodeSplit;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.jspecify.annotations.Nullable;

/**
 * Gives each node of the configuration to the reader on its subtask. Runs on Flink's coordinator thread. What readers had
 * when they were restored may be of another parallelism, and they keep only what is theirs: so each is given its nodes
 * whenever it starts.
 */
public final class NodeEnumerator implements SplitEnumerator<NodeSplit, NodeCheckpoint> {
    private final SplitEnumeratorContext<NodeSplit> context;
    private final NodePlacement placement;
    private final Set<String> nodes;
    private final Set<String> assigned;

    public NodeEnumerator(
            SplitEnumeratorContext<NodeSplit> context,
            NodePlacement placement,
            Collection<String> nodes,
            NodeCheckpoint checkpoint) {
        this.context = context;
        this.placement = placement;
        this.nodes = new TreeSet<>(nodes);
        this.assigned = new TreeSet<>(checkpoint.assigned());
    }

    @Override
    public void start() {}

    @Override
    public void addReader(int subtask) {
        for (String node : nodes) {
            if (placement.subtaskOf(node, context.currentParallelism()) == subtask) {
                context.assignSplit(new NodeSplit(node), subtask);
                assigned.add(node);
            }
        }
        context.signalNoMoreSplits(subtask);
    }

    /** They are handed out again when the reader has registered anew. */
    @Override
    public void addSplitsBack(List<NodeSplit> splits, int subtask) {
        splits.forEach(split -> assigned.remove(split.node()));
    }

    /** Readers are given their splits; they need not ask. */
    @Override
    public void handleSplitRequest(int subtask, @Nullable String host) {}

    @Override
    public NodeCheckpoint snapshotState(long checkpointId) {
        return new NodeCheckpoint(assigned);
    }

    @Override
    public void close() {}
}

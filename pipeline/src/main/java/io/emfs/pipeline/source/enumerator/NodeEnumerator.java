package io.emfs.pipeline.source.enumerator;

import io.emfs.pipeline.source.split.NodeCheckpoint;
import io.emfs.pipeline.source.split.NodeSplit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.jspecify.annotations.Nullable;

/**
 * Gives each node to one reader, the same at every start of the same parallelism. Runs on Flink's coordinator thread.
 * Nodes added to the configuration since the checkpoint are given out as well.
 */
public final class NodeEnumerator implements SplitEnumerator<NodeSplit, NodeCheckpoint> {
    private final SplitEnumeratorContext<NodeSplit> context;
    private final Set<String> unassigned;
    private final Set<String> assigned;

    public NodeEnumerator(
            SplitEnumeratorContext<NodeSplit> context, Collection<String> nodes, NodeCheckpoint checkpoint) {
        this.context = context;
        this.assigned = new TreeSet<>(checkpoint.assigned());
        this.unassigned = new TreeSet<>(nodes);
        this.unassigned.removeAll(assigned);
    }

    @Override
    public void start() {}

    @Override
    public void addReader(int subtask) {
        List<String> own = new ArrayList<>(unassigned);
        own.removeIf(node -> Math.floorMod(node.hashCode(), context.currentParallelism()) != subtask);
        for (String node : own) {
            context.assignSplit(new NodeSplit(node), subtask);
        }
        unassigned.removeAll(own);
        assigned.addAll(own);
        context.signalNoMoreSplits(subtask);
    }

    @Override
    public void addSplitsBack(List<NodeSplit> splits, int subtask) {
        for (NodeSplit split : splits) {
            assigned.remove(split.node());
            unassigned.add(split.node()); // handed out again when the reader has re-registered
        }
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

package io.emfs.jobs.replay;

import io.emfs.pipeline.source.enumerator.NodeEnumerator;
import io.emfs.pipeline.source.split.NodeCheckpoint;
import io.emfs.pipeline.source.split.NodeCheckpointSerializer;
import io.emfs.pipeline.source.split.NodePlacement;
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

/** A recording's events, by way of a {@link ReplayChannel}. Bounded; emits its own watermarks, so give it no others. */
public final class ReplaySource implements Source<NodeEvent, NodeSplit, NodeCheckpoint> {
    private static final long serialVersionUID = 1L;

    private final String replay;

    public ReplaySource(String replay) {
        this.replay = replay;
    }

    @Override
    public Boundedness getBoundedness() {
        return Boundedness.BOUNDED;
    }

    @Override
    public SourceReader<NodeEvent, NodeSplit> createReader(SourceReaderContext context) {
        return new ReplayReader();
    }

    @Override
    public SplitEnumerator<NodeSplit, NodeCheckpoint> createEnumerator(SplitEnumeratorContext<NodeSplit> context) {
        return restoreEnumerator(context, new NodeCheckpoint(Set.of()));
    }

    @Override
    public SplitEnumerator<NodeSplit, NodeCheckpoint> restoreEnumerator(
            SplitEnumeratorContext<NodeSplit> context, NodeCheckpoint checkpoint) {
        return new NodeEnumerator(context, new NodePlacement(1), List.of(replay), checkpoint);
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

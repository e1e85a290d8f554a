package io.emfs.pipeline.source;

import io.emfs.state.NodeEvent;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceOutput;

/** Notes what a reader emits. */
final class FakeReaderOutput implements ReaderOutput<NodeEvent> {
    final List<NodeEvent> events = new ArrayList<>();
    final List<Long> timestampsMs = new ArrayList<>();

    @Override
    public void collect(NodeEvent event) {
        throw new AssertionError("without a timestamp");
    }

    @Override
    public void collect(NodeEvent event, long timestampMs) {
        events.add(event);
        timestampsMs.add(timestampMs);
    }

    @Override
    public void emitWatermark(Watermark watermark) {}

    @Override
    public void markIdle() {}

    @Override
    public void markActive() {}

    @Override
    public SourceOutput<NodeEvent> createOutputForSplit(String split) {
        return this;
    }

    @Override
    public void releaseOutputForSplit(String split) {}
}

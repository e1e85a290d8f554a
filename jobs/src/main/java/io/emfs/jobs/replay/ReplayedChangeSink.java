package io.emfs.jobs.replay;

import io.emfs.state.QueueChange;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/** Hands the job's commands to its replay, and tells it how far the policy has come. */
public final class ReplayedChangeSink implements Sink<QueueChange> {
    private static final long serialVersionUID = 1L;

    private final String replay;

    public ReplayedChangeSink(String replay) {
        this.replay = replay;
    }

    @Override
    public SinkWriter<QueueChange> createWriter(WriterInitContext context) {
        ReplayChannel channel = ReplayChannels.get(replay);
        return new ReplayWriter<>(channel::changed, channel::reached);
    }
}

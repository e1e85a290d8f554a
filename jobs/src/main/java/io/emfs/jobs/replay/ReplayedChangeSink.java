package io.emfs.jobs.replay;

import io.emfs.state.Command;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/** Hands the job's commands to its replay, which shows queue changes, and tells it how far the policy has come. */
public final class ReplayedChangeSink implements Sink<Command> {
    private static final long serialVersionUID = 1L;

    private final String replay;

    public ReplayedChangeSink(String replay) {
        this.replay = replay;
    }

    @Override
    public SinkWriter<Command> createWriter(WriterInitContext context) {
        ReplayChannel channel = ReplayChannels.get(replay);
        return new ReplayWriter<>(channel::commanded, channel::reached);
    }
}

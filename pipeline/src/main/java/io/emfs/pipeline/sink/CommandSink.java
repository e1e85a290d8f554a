package io.emfs.pipeline.sink;

import io.emfs.pipeline.channel.LocalChannels;
import io.emfs.state.Command;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/** Hands commands to the executor of the function's node; stateless. A node without an open channel fails the job. */
public final class CommandSink implements Sink<Command> {
    private static final long serialVersionUID = 1L;

    @Override
    public SinkWriter<Command> createWriter(WriterInitContext context) {
        return new ChannelWriter<>(
                command -> LocalChannels.get(command.key().node()).emit(command));
    }
}

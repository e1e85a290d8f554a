package io.emfs.pipeline.sink;

import io.emfs.pipeline.channel.AgentPlace;
import io.emfs.state.Command;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/** Hands commands to the executor of the function's node; stateless. A node without an open channel fails the job if its agent has to be here. */
public final class CommandSink implements Sink<Command> {
    private static final long serialVersionUID = 1L;

    private final AgentPlace agents;

    /** @param agents what is meant for an agent elsewhere is dropped */
    public CommandSink(AgentPlace agents) {
        this.agents = agents;
    }

    @Override
    public SinkWriter<Command> createWriter(WriterInitContext context) {
        return new ChannelWriter<>(
                command -> agents.channel(command.key().node()).ifPresent(channel -> channel.emit(command)));
    }
}

package io.emfs.pipeline.sink;

import io.emfs.pipeline.channel.AgentPlace;
import io.emfs.pipeline.link.LinkTerms;
import io.emfs.pipeline.link.job.JobEndpoint;
import io.emfs.state.Command;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.jspecify.annotations.Nullable;

/** Hands commands to the executor of the function's node; stateless. A node without an open channel fails the job if its agent has to be here. */
public final class CommandSink implements Sink<Command> {
    private static final long serialVersionUID = 1L;

    private final AgentPlace agents;
    private final @Nullable LinkTerms link;

    /** @param agents what is meant for an agent elsewhere is dropped */
    public CommandSink(AgentPlace agents) {
        this(agents, null);
    }

    private CommandSink(AgentPlace agents, @Nullable LinkTerms link) {
        this.agents = agents;
        this.link = link;
    }

    /** To whichever agents have a link to the job. */
    public static CommandSink linked(LinkTerms terms) {
        return new CommandSink(AgentPlace.ELSEWHERE, terms);
    }

    @Override
    public SinkWriter<Command> createWriter(WriterInitContext context) {
        if (link != null) {
            return new LinkWriter<>(link, context, JobEndpoint::emit);
        }
        return new ChannelWriter<>(
                command -> agents.channel(command.key().node()).ifPresent(channel -> channel.emit(command)));
    }
}

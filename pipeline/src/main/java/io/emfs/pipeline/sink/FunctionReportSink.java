package io.emfs.pipeline.sink;

import io.emfs.pipeline.channel.AgentPlace;
import io.emfs.pipeline.link.LinkTerms;
import io.emfs.pipeline.link.job.JobEndpoint;
import io.emfs.state.FunctionReport;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.jspecify.annotations.Nullable;

/** Hands reports to the face of the function's node; stateless. A node without an open channel fails the job if its agent has to be here. */
public final class FunctionReportSink implements Sink<FunctionReport> {
    private static final long serialVersionUID = 1L;

    private final AgentPlace agents;
    private final @Nullable LinkTerms link;

    /** @param agents what is meant for an agent elsewhere is dropped */
    public FunctionReportSink(AgentPlace agents) {
        this(agents, null);
    }

    private FunctionReportSink(AgentPlace agents, @Nullable LinkTerms link) {
        this.agents = agents;
        this.link = link;
    }

    /** To whichever agents have a link to the job. */
    public static FunctionReportSink linked(LinkTerms terms) {
        return new FunctionReportSink(AgentPlace.ELSEWHERE, terms);
    }

    @Override
    public SinkWriter<FunctionReport> createWriter(WriterInitContext context) {
        if (link != null) {
            return new LinkWriter<>(link, context, JobEndpoint::emit);
        }
        return new ChannelWriter<>(
                report -> agents.channel(report.summary().key().node()).ifPresent(channel -> channel.emit(report)));
    }
}

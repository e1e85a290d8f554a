package io.emfs.pipeline.sink;

import io.emfs.pipeline.channel.AgentPlace;
import io.emfs.pipeline.link.LinkTerms;
import io.emfs.pipeline.link.job.JobEndpoint;
import io.emfs.state.LearningReport;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.jspecify.annotations.Nullable;

/** Shows the job's agents how learning stands; stateless. A node without an open channel fails the job if its agent has to be here. */
public final class LearningReportSink implements Sink<LearningReport> {
    private static final long serialVersionUID = 1L;

    private final AgentPlace agents;
    private final String node;
    private final @Nullable LinkTerms link;

    /** For the agent of that node alone. */
    public LearningReportSink(AgentPlace agents, String node) {
        this(agents, node, null);
    }

    private LearningReportSink(AgentPlace agents, String node, @Nullable LinkTerms link) {
        this.agents = agents;
        this.node = node;
        this.link = link;
    }

    /** To whichever agents have a link to the job. */
    public static LearningReportSink linked(LinkTerms terms) {
        return new LearningReportSink(AgentPlace.ELSEWHERE, "", terms);
    }

    @Override
    public SinkWriter<LearningReport> createWriter(WriterInitContext context) {
        if (link != null) {
            return new LinkWriter<>(link, context, JobEndpoint::emit);
        }
        return new ChannelWriter<>(report -> agents.channel(node).ifPresent(channel -> channel.show(report)));
    }
}

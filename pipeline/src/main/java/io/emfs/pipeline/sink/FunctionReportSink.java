package io.emfs.pipeline.sink;

import io.emfs.pipeline.channel.AgentPlace;
import io.emfs.state.FunctionReport;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/** Hands reports to the face of the function's node; stateless. A node without an open channel fails the job if its agent has to be here. */
public final class FunctionReportSink implements Sink<FunctionReport> {
    private static final long serialVersionUID = 1L;

    private final AgentPlace agents;

    /** @param agents what is meant for an agent elsewhere is dropped */
    public FunctionReportSink(AgentPlace agents) {
        this.agents = agents;
    }

    @Override
    public SinkWriter<FunctionReport> createWriter(WriterInitContext context) {
        return new ChannelWriter<>(
                report -> agents.channel(report.summary().key().node()).ifPresent(channel -> channel.emit(report)));
    }
}

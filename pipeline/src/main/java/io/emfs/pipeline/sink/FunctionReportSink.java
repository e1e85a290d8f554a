package io.emfs.pipeline.sink;

import io.emfs.pipeline.channel.LocalChannels;
import io.emfs.state.FunctionReport;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/** Hands reports to the face of the function's node; stateless. A node without an open channel fails the job. */
public final class FunctionReportSink implements Sink<FunctionReport> {
    private static final long serialVersionUID = 1L;

    @Override
    public SinkWriter<FunctionReport> createWriter(WriterInitContext context) {
        return new ChannelWriter<>(
                report -> LocalChannels.get(report.summary().key().node()).emit(report));
    }
}

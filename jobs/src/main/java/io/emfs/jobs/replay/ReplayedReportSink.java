package io.emfs.jobs.replay;

import io.emfs.state.FunctionReport;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/** Hands the job's reports to its replay. */
public final class ReplayedReportSink implements Sink<FunctionReport> {
    private static final long serialVersionUID = 1L;

    private final String replay;

    public ReplayedReportSink(String replay) {
        this.replay = replay;
    }

    @Override
    public SinkWriter<FunctionReport> createWriter(WriterInitContext context) {
        return new ReplayWriter<>(ReplayChannels.get(replay)::reported, watermarkMs -> {});
    }
}

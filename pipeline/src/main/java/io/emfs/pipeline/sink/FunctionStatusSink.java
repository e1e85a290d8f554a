package io.emfs.pipeline.sink;

import io.emfs.pipeline.channel.FunctionStatus;
import io.emfs.pipeline.channel.LocalChannels;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/** Hands statuses to the face of the function's node; stateless. A node without an open channel fails the job. */
public final class FunctionStatusSink implements Sink<FunctionStatus> {
    private static final long serialVersionUID = 1L;

    @Override
    public SinkWriter<FunctionStatus> createWriter(WriterInitContext context) {
        return new ChannelWriter<>(
                status -> LocalChannels.get(status.summary().key().node()).emit(status));
    }
}

package io.emfs.pipeline.sink;

import io.emfs.pipeline.channel.LocalChannels;
import io.emfs.state.QueueChange;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/** Hands commands to the executor of the function's node; stateless. A node without an open channel fails the job. */
public final class QueueChangeSink implements Sink<QueueChange> {
    private static final long serialVersionUID = 1L;

    @Override
    public SinkWriter<QueueChange> createWriter(WriterInitContext context) {
        return new ChannelWriter<>(
                change -> LocalChannels.get(change.key().node()).emit(change));
    }
}

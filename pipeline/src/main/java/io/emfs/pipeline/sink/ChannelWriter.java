package io.emfs.pipeline.sink;

import java.util.function.Consumer;
import org.apache.flink.api.connector.sink2.SinkWriter;

/** Hands every element over at once, on the task thread; there is nothing to flush, snapshot or close. */
final class ChannelWriter<T> implements SinkWriter<T> {
    private final Consumer<T> handOver;

    ChannelWriter(Consumer<T> handOver) {
        this.handOver = handOver;
    }

    @Override
    public void write(T element, Context context) {
        handOver.accept(element);
    }

    @Override
    public void flush(boolean endOfInput) {}

    @Override
    public void close() {}
}

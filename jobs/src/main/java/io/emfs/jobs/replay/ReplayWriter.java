package io.emfs.jobs.replay;

import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.sink2.SinkWriter;

/** Hands elements and watermarks over at once, on the task thread. */
final class ReplayWriter<T> implements SinkWriter<T> {
    private final Consumer<T> elements;
    private final LongConsumer watermarksMs;

    ReplayWriter(Consumer<T> elements, LongConsumer watermarksMs) {
        this.elements = elements;
        this.watermarksMs = watermarksMs;
    }

    @Override
    public void write(T element, Context context) {
        elements.accept(element);
    }

    @Override
    public void writeWatermark(Watermark watermark) {
        watermarksMs.accept(watermark.getTimestamp());
    }

    @Override
    public void flush(boolean endOfInput) {}

    @Override
    public void close() {}
}

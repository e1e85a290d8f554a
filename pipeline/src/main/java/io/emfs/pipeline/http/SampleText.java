package io.emfs.pipeline.http;

import io.emfs.pipeline.metrics.EmfsMeter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Series of one meter in Prometheus's text format, version 0.0.4, with their labels in order as Micrometer has them. Not
 * thread-safe.
 */
final class SampleText {
    private final EmfsMeter meter;
    private final List<Integer> order;
    private final StringBuilder text = new StringBuilder();

    SampleText(EmfsMeter meter) {
        this.meter = meter;
        this.order = IntStream.range(0, meter.tags().size())
                .boxed()
                .sorted(Comparator.comparing(meter.tags()::get))
                .toList();
    }

    /** What comes before a meter's first series. */
    void begin() {
        text.append("# TYPE ")
                .append(meter.meterName())
                .append(' ')
                .append(meter.type().name().toLowerCase(Locale.ROOT))
                .append('\n');
    }

    /** Adds a series; the values are those of {@link EmfsMeter#tags}, in that order. */
    void add(double value, String... tagValues) {
        text.append(meter.meterName());
        char separator = '{';
        for (int tag : order) {
            text.append(separator).append(meter.tags().get(tag)).append("=\"");
            escape(tagValues[tag]);
            text.append('"');
            separator = ',';
        }
        text.append("} ").append(value).append('\n');
    }

    private void escape(String label) {
        for (int i = 0; i < label.length(); i++) {
            char letter = label.charAt(i);
            switch (letter) {
                case '\\' -> text.append("\\\\");
                case '"' -> text.append("\\\"");
                case '\n' -> text.append("\\n");
                default -> text.append(letter);
            }
        }
    }

    @Override
    public String toString() {
        return text.toString();
    }
}

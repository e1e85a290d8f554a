package io.emfs.tests.workload;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Median, smallest and largest of a value over the rounds. */
public record Spread(double median, double min, double max) {
    /** Empty if there are no values. */
    public static Optional<Spread> of(List<Double> values) {
        if (values.isEmpty()) {
            return Optional.empty();
        }
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return Optional.of(new Spread(median, sorted[0], sorted[sorted.length - 1]));
    }

    public Spread times(double factor) {
        return new Spread(median * factor, min * factor, max * factor);
    }

    /** Median (smallest-largest), to hundredths; the median alone where they are the same. */
    public String text() {
        return min == max
                ? String.format(Locale.ROOT, "%.2f", median)
                : String.format(Locale.ROOT, "%.2f (%.2f-%.2f)", median, min, max);
    }

    public ObjectNode json() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("median", median)
                .put("min", min)
                .put("max", max);
    }
}

package io.emfs.tests.loop;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A histogram read from Prometheus text, the series of all tag values added up: upper bound in seconds → count so far. */
public record LatencyHistogram(NavigableMap<Double, Double> cumulative) {
    private static final double US_PER_S = 1e6;

    /** Reads {@code NAME_bucket{…,le="…"}} lines. */
    public static LatencyHistogram parse(String name, String text) {
        Pattern bucket = Pattern.compile(Pattern.quote(name) + "_bucket\\{.*le=\"([^\"]+)\"\\} (\\S+)");
        NavigableMap<Double, Double> cumulative = new TreeMap<>();
        text.lines().forEach(line -> {
            Matcher matcher = bucket.matcher(line);
            if (matcher.matches()) {
                double bound = matcher.group(1).equals("+Inf")
                        ? Double.POSITIVE_INFINITY
                        : Double.parseDouble(matcher.group(1));
                cumulative.merge(bound, Double.parseDouble(matcher.group(2)), Double::sum);
            }
        });
        return new LatencyHistogram(cumulative);
    }

    /** Both together, of the same buckets. */
    public LatencyHistogram plus(LatencyHistogram other) {
        NavigableMap<Double, Double> sum = new TreeMap<>(cumulative);
        other.cumulative.forEach((bound, count) -> sum.merge(bound, count, Double::sum));
        return new LatencyHistogram(sum);
    }

    /** What was counted since {@code earlier}. */
    public LatencyHistogram since(LatencyHistogram earlier) {
        NavigableMap<Double, Double> difference = new TreeMap<>();
        cumulative.forEach((bound, count) -> difference.put(bound, count - earlier.upTo(bound)));
        return new LatencyHistogram(difference);
    }

    public long count() {
        return cumulative.isEmpty() ? 0 : Math.round(cumulative.lastEntry().getValue());
    }

    /** Upper bound of the bucket in which the quantile lies, µs: never better than the truth. NaN if empty. */
    public double quantileUs(double quantile) {
        double rank = Math.ceil(quantile * count());
        for (Map.Entry<Double, Double> bucket : cumulative.entrySet()) {
            if (count() > 0 && bucket.getValue() >= rank) {
                return bucket.getKey() * US_PER_S;
            }
        }
        return Double.NaN;
    }

    private double upTo(double bound) {
        Map.Entry<Double, Double> entry = cumulative.floorEntry(bound);
        return entry == null ? 0 : entry.getValue();
    }
}

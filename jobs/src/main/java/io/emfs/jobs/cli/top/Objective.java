package io.emfs.jobs.cli.top;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A function's SLO. */
public record Objective(double percentile, double latencyMs) {
    private static final double[] SHOWN = {50, 95, 99};

    static @Nullable Objective of(JsonNode slo) {
        return slo.isObject()
                ? new Objective(
                        slo.path("percentile").asDouble(), slo.path("latencyMs").asDouble())
                : null;
    }

    /**
     * Whether these latencies keep it; null if that cannot be told. An SLO between two of the percentiles is surely missed
     * if the lower one is beyond its bound, and surely met if the upper one is not.
     */
    @Nullable
    Boolean metBy(@Nullable Double p50Ms, @Nullable Double p95Ms, @Nullable Double p99Ms) {
        Double[] latencies = {p50Ms, p95Ms, p99Ms};
        for (int i = 0; i < SHOWN.length; i++) {
            Double latency = latencies[i];
            if (latency == null) {
                continue;
            }
            if (SHOWN[i] <= percentile && latency > latencyMs) {
                return false;
            }
            if (SHOWN[i] >= percentile && latency <= latencyMs) {
                return true;
            }
        }
        return null;
    }

    /** {@code p95 ≤ 24 ms}. */
    public String text() {
        return String.format(Locale.ROOT, "p%s ≤ %s ms", plain(percentile), plain(latencyMs));
    }

    private static String plain(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}

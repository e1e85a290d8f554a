package io.emfs.config;

import java.io.Serializable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A service level objective: the {@code percentile} of a function's latency is to stay within {@code latency}.
 *
 * @param percentile in percent, e.g. 95
 * @param latency last inbound byte → first outbound byte
 */
public record Slo(double percentile, Duration latency) implements Serializable {
    static final String NONE = "none";

    private static final ValueType<Double> PERCENTILE = ValueType.decimal(
            "must be a percentile above 0 and below 100", percentile -> percentile > 0 && percentile < 100);

    /** The {@code slo} of a section; null for {@code none} or where there is no such key. */
    static @Nullable Slo read(Section parent) {
        if (!parent.has("slo") || parent.says("slo", NONE)) {
            return null;
        }
        Section at = parent.section("slo", "must be none or like {percentile: 95, latency: 24ms}");
        if (at == null) {
            return null;
        }
        Setting<Double> percentile = at.required("percentile", PERCENTILE);
        Setting<Duration> latency = at.required("latency", ValueType.positiveDuration());
        return new Slo(percentile.value(), latency.value());
    }
}

package io.emfs.jobs.replay;

import io.emfs.config.Slo;
import org.jspecify.annotations.Nullable;

/** An SLO as people and programs are shown it. */
public record Objective(double percentile, double latencyMs) {
    static @Nullable Objective of(@Nullable Slo slo) {
        return slo == null
                ? null
                : new Objective(
                        slo.percentile(), Milliseconds.of((double) slo.latency().toNanos()));
    }
}

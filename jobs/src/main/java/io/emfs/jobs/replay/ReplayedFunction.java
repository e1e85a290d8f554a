package io.emfs.jobs.replay;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.emfs.state.Percentiles;
import org.jspecify.annotations.Nullable;

/**
 * A function over the whole of a recording; its JSON follows the components' names.
 *
 * @param ratePerSecond requests through the recording's length
 * @param latencyMs null without requests
 * @param windows windows with requests that the policy judged the function by
 * @param missedWindows those of them that missed the SLO
 * @param moves how often it got another queue, its first one not counted
 * @param queue the last one; 0 if it never had one
 */
@JsonInclude(Include.NON_NULL)
public record ReplayedFunction(
        String name,
        @Nullable Objective slo,
        long requests,
        double ratePerSecond,
        @Nullable Quantiles latencyMs,
        long windows,
        long missedWindows,
        int moves,
        int queue) {

    /** Of a latency, in ms. */
    public record Quantiles(double p50, double p95, double p99) {
        static @Nullable Quantiles of(Percentiles ns) {
            return ns.equals(Percentiles.EMPTY)
                    ? null
                    : new Quantiles(Milliseconds.of(ns.p50()), Milliseconds.of(ns.p95()), Milliseconds.of(ns.p99()));
        }
    }
}

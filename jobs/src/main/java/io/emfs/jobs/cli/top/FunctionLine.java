package io.emfs.jobs.cli.top;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import org.jspecify.annotations.Nullable;

/**
 * One function in one window; what the window does not tell is null.
 *
 * @param queue 0 if none was given yet
 * @param sloMet null if there is no SLO, or nothing to judge it by
 * @param queueP95Ms waiting for the application's read
 * @param onCpuP95Ms of the serving thread, per request
 * @param inFlight requests that wait for an answer at this moment
 */
public record FunctionLine(
        String function,
        String node,
        int queue,
        @Nullable Objective slo,
        @Nullable Boolean sloMet,
        @Nullable Double ratePerSecond,
        @Nullable Double p50Ms,
        @Nullable Double p95Ms,
        @Nullable Double p99Ms,
        @Nullable Double queueP95Ms,
        @Nullable Double onCpuP95Ms,
        long inFlight,
        int instances) {

    static FunctionLine of(JsonNode function, @Nullable String windowName) {
        JsonNode window = window(function, windowName);
        Objective slo = Objective.of(function.path("slo"));
        JsonNode latency = window.path("latencyMs");
        Double p50 = number(latency.path("p50"));
        Double p95 = number(latency.path("p95"));
        Double p99 = number(latency.path("p99"));
        return new FunctionLine(
                function.path("name").asText(),
                function.path("node").asText(),
                function.path("queue").asInt(),
                slo,
                slo == null ? null : slo.metBy(p50, p95, p99),
                number(window.path("ratePerSecond")),
                p50,
                p95,
                p99,
                number(window.path("queueMs").path("p95")),
                number(window.path("onCpuMs").path("p95")),
                function.path("requests").path("inFlight").asLong(),
                function.path("instances").size());
    }

    private static JsonNode window(JsonNode function, @Nullable String name) {
        for (JsonNode window : function.path("windows")) {
            if (window.path("name").asText().equals(name)) {
                return window;
            }
        }
        return MissingNode.getInstance();
    }

    private static @Nullable Double number(JsonNode value) {
        return value.isNumber() ? value.asDouble() : null;
    }
}

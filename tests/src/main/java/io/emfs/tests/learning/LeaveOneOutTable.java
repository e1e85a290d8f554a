package io.emfs.tests.learning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/** The result of {@link LeaveOneOut} for the terminal. Immutable. */
public final class LeaveOneOutTable {
    private static final double PERCENT = 100;

    private final ObjectNode result;

    public LeaveOneOutTable(ObjectNode result) {
        this.result = result;
    }

    public String render() {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%d windows of %d functions; |error| of the p95 in %%, each function left out in turn%n"
                        + "  %-8s %8s %8s %10s  %s%n",
                result.get("windows").asInt(),
                result.get("functions").asInt(),
                "method",
                "median",
                "p90",
                "80 % cover",
                "pte to it"));
        result.get("realised").properties().forEach(method -> {
            JsonNode value = method.getValue();
            text.append(String.format(
                    Locale.ROOT,
                    "  %-8s %8.1f %8.1f %10s  %.2f (%.2f-%.2f)%n",
                    method.getKey(),
                    value.get("median").asDouble(),
                    value.get("p90").asDouble(),
                    value.has("coverage80")
                            ? Math.round(PERCENT * value.get("coverage80").asDouble()) + " %"
                            : "-",
                    value.at("/pte_to_it/ratio").asDouble(),
                    value.at("/pte_to_it/low").asDouble(),
                    value.at("/pte_to_it/high").asDouble()));
        });
        return text.toString();
    }
}

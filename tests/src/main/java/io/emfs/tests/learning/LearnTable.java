package io.emfs.tests.learning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;

/** The result of {@link LearnBenchmark} for the terminal. Immutable. */
public final class LearnTable {
    private final ObjectNode result;

    public LearnTable(ObjectNode result) {
        this.result = result;
    }

    public String render() {
        StringBuilder text = new StringBuilder();
        each(result.get("splits")).forEach(split -> split(split.getKey(), split.getValue(), text));
        text.append("timings, s a seed:");
        each(result.get("timings"))
                .forEach(timing -> text.append(String.format(
                        Locale.ROOT,
                        " %s %.1f",
                        timing.getKey(),
                        timing.getValue().asDouble())));
        text.append('\n');
        if (result.has("hot_path")) {
            text.append("hot path:");
            each(result.get("hot_path"))
                    .forEach(cost ->
                            text.append(' ').append(cost.getKey()).append(' ').append(cost(cost.getValue())));
            text.append('\n');
        }
        return text.toString();
    }

    private static String cost(JsonNode cost) {
        if (cost.isNumber()) {
            return number(cost);
        }
        StringJoiner costs = new StringJoiner(", ", "(", ")");
        each(cost).forEach(each -> costs.add(each.getKey() + " " + number(each.getValue())));
        return costs.toString();
    }

    private void split(String name, JsonNode split, StringBuilder text) {
        text.append(String.format(
                Locale.ROOT,
                "%s: median |error| of the p95 in %%, worst seed (each seed); noise floor of realised %s%n",
                name,
                number(split.get("noise_floor"))));
        text.append(String.format(
                Locale.ROOT,
                "  %-8s %8s %8s %8s %8s  %s%n",
                "method",
                "what-if",
                "p90",
                "realised",
                "p90",
                "pte to it"));
        each(split.get("whatif")).forEach(method -> {
            String of = method.getKey();
            text.append(String.format(
                    Locale.ROOT,
                    "  %-8s %8s %8s %8s %8s  %s  (%s)%n",
                    of,
                    number(method.getValue()),
                    number(split.at("/whatif_p90/" + of)),
                    number(split.at("/realised/" + of)),
                    number(split.at("/realised_p90/" + of)),
                    ratio(split.at("/ratios/" + of)),
                    seeds("/" + name + "/whatif/" + of)));
        });
        each(split.get("choices"))
                .forEach(choice -> text.append(String.format(
                        Locale.ROOT,
                        "  choice by %-6s regret %s, violations %s, queues too urgent %s  (regret %s)%n",
                        choice.getKey(),
                        parts(choice.getValue().get("regret")),
                        parts(choice.getValue().get("violations")),
                        parts(choice.getValue().get("overpromotion")),
                        seedParts("/" + name + "/choices/" + choice.getKey() + "/regret"))));
        if (split.has("regret_ratio")) {
            text.append(String.format(
                    Locale.ROOT,
                    "  regret by the ladder's %s, under the 80 %% quantile %s%n",
                    parts(split.get("regret_ratio")),
                    parts(split.path("coverage80"))));
        }
        scheduling(split.path("scheduling"), text);
        text.append('\n');
    }

    private static void scheduling(JsonNode scheduling, StringBuilder text) {
        each(scheduling).forEach(policy -> {
            if (policy.getValue().has("missed")) {
                text.append(String.format(
                        Locale.ROOT,
                        "  scheduled by %-6s missed %s, SLOs unmet %s, queues above the last %s%n",
                        policy.getKey(),
                        parts(policy.getValue().get("missed")),
                        parts(policy.getValue().get("slo_unmet")),
                        parts(policy.getValue().get("urgency"))));
            }
        });
        if (scheduling.has("missed_ratio")) {
            text.append("  missed by the ladder's ")
                    .append(ratio(scheduling.get("missed_ratio")))
                    .append('\n');
        }
    }

    private static String ratio(JsonNode ratio) {
        return ratio.isMissingNode()
                ? ""
                : parts(ratio.get("value")) + " [" + parts(ratio.get("low")) + ", " + parts(ratio.get("high")) + "]";
    }

    private String seeds(String path) {
        List<String> values = new ArrayList<>();
        result.get("seeds").forEach(seed -> values.add(number(seed.at(path))));
        return String.join(", ", values);
    }

    private String seedParts(String path) {
        List<String> values = new ArrayList<>();
        result.get("seeds").forEach(seed -> values.add(parts(seed.at(path))));
        return String.join(", ", values);
    }

    private static String number(JsonNode value) {
        return value.isNumber() ? String.format(Locale.ROOT, "%.1f", value.asDouble()) : "-";
    }

    private static String parts(JsonNode value) {
        return value.isNumber() ? String.format(Locale.ROOT, "%.3f", value.asDouble()) : "-";
    }

    /** None of what is missing. */
    private static Set<Map.Entry<String, JsonNode>> each(JsonNode object) {
        return object.properties();
    }
}

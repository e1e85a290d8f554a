package io.emfs.tests.workload;

import static io.emfs.tests.workload.InterferenceOptions.LONG;
import static io.emfs.tests.workload.InterferenceOptions.SHORT;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The scenario's result as JSON: its parameters, the comparisons of the table, and the outcome of each function in
 * each phase. Times in ms; what was not measured is null. Immutable.
 */
public final class InterferenceJson {
    private static final double NS_PER_MS = 1e6;

    private final InterferenceResult result;

    public InterferenceJson(InterferenceResult result) {
        this.result = result;
    }

    public String render() {
        return tree().toPrettyString();
    }

    public ObjectNode tree() {
        ObjectNode root = object();
        root.put("scheduler", result.scheduler());
        root.set("options", options());
        for (double load : result.options().loads()) {
            for (String function : List.of(SHORT, LONG)) {
                for (Metric metric : Metric.values()) {
                    root.withArray("comparisons").add(comparison(Comparison.of(result, load, function, metric)));
                }
            }
        }
        result.phases()
                .forEach(phase -> phase.functions()
                        .forEach(outcome -> root.withArray("outcomes").add(outcome(phase, outcome))));
        return root;
    }

    private ObjectNode options() {
        InterferenceOptions options = result.options();
        ObjectNode node = object();
        node.put("shortCpuMs", options.shortMs());
        node.put("longCpuMs", options.longMs());
        node.put("phaseMs", options.phase().toMillis());
        node.put("warmupMs", options.warmup().toMillis());
        node.put("seed", options.seed());
        node.put("rounds", options.rounds());
        node.put("shortSloPercentile", options.shortSlo().percentile());
        node.put("shortSloMs", options.shortSlo().latency().toNanos() / NS_PER_MS);
        return node;
    }

    private static ObjectNode comparison(Comparison row) {
        ObjectNode node = object();
        node.put("load", row.load());
        node.put("function", row.function());
        node.put("metric", row.metric().title());
        node.put("unit", row.metric().unit());
        node.put("ideal", row.ideal().orElse(null));
        putSpread(node, "before", row.before());
        putSpread(node, "after", row.after());
        putSpread(node, "ratio", row.ratio());
        node.put("beforeToIdeal", row.beforeToIdeal().orElse(null));
        node.put("afterToIdeal", row.afterToIdeal().orElse(null));
        return node;
    }

    private static void putSpread(ObjectNode node, String name, Optional<Spread> spread) {
        if (spread.isEmpty()) {
            node.putNull(name);
            return;
        }
        node.putObject(name)
                .put("median", spread.get().median())
                .put("min", spread.get().min())
                .put("max", spread.get().max());
    }

    private static ObjectNode outcome(PhaseResult phase, FunctionOutcome outcome) {
        ObjectNode node = object();
        node.put("phase", phase.phase().name().toLowerCase(Locale.ROOT));
        node.put("load", phase.load());
        node.put("round", phase.round());
        node.put("function", outcome.function());
        node.put("queue", outcome.queue().orElse(null));
        node.put("unanswered", outcome.unanswered());
        node.put("sloMissPercent", outcome.sloMissPercent().orElse(null));
        node.set("latency", statistics(outcome.latency()));
        node.set("response", statistics(outcome.response()));
        return node;
    }

    private static ObjectNode statistics(LatencyStatistics latencies) {
        ObjectNode node = object();
        node.put("n", latencies.n());
        node.put("mean", latencies.meanNs() / NS_PER_MS);
        node.put("p50", latencies.p50Ns() / NS_PER_MS);
        node.put("p95", latencies.p95Ns() / NS_PER_MS);
        node.put("p99", latencies.p99Ns() / NS_PER_MS);
        node.put("max", latencies.maxNs() / NS_PER_MS);
        return node;
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}

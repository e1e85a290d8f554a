package io.emfs.tests.workload;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The scenario's result as JSON: its parameters, an {@link InterferenceRow} each, and what the scheduler under test
 * took of CPU time over all its phases. What was not measured is null. Immutable.
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
        root.set("options", options());
        InterferenceRow.all(result).forEach(row -> root.withArray("rows").add(row(row)));
        root.put("agent_cpu_s", result.schedulerCpuS());
        return root;
    }

    private ObjectNode options() {
        InterferenceOptions options = result.options();
        ObjectNode node = object();
        node.put("short_cpu_ms", options.shortMs());
        node.put("long_cpu_ms", options.longMs());
        node.put("seconds", options.phase().toMillis() / 1e3);
        node.put("warmup_s", options.warmup().toMillis() / 1e3);
        node.put("seed", options.seed());
        node.put("rounds", options.rounds());
        node.put("short_slo_percentile", options.shortSlo().percentile());
        node.put("short_slo_ms", options.shortSlo().latency().toNanos() / NS_PER_MS);
        return node;
    }

    private static ObjectNode row(InterferenceRow row) {
        ObjectNode node = object();
        node.put("load", row.load());
        node.put("policy", row.policy().title());
        node.put("function", row.function());
        node.put("n", row.n());
        node.put("unanswered", row.unanswered());
        node.put("mean_ms", row.meanMs());
        node.put("p50_ms", row.p50Ms());
        node.put("p95_ms", row.p95Ms());
        node.put("p99_ms", row.p99Ms());
        node.put("max_ms", row.maxMs());
        node.put("slo_miss", row.sloMiss().orElse(null));
        node.put("mean_to_ideal", row.meanToIdeal().orElse(null));
        node.put("p99_to_ideal", row.p99ToIdeal().orElse(null));
        node.set("mean_to_default", row.meanToDefault().map(Spread::json).orElse(null));
        node.put("queue", row.queue().orElse(null));
        return node;
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}

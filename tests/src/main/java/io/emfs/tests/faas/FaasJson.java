package io.emfs.tests.faas;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The result as JSON: the parameters, each function alone, how valid each phase is, and the rows. Parts, not percents. Immutable. */
public final class FaasJson {
    private static final double NS_PER_MS = 1e6;
    private static final double MS_PER_S = 1e3;

    private final FaasResult result;

    public FaasJson(FaasResult result) {
        this.result = result;
    }

    public String render() {
        return tree().toPrettyString();
    }

    ObjectNode tree() {
        FaasOptions options = result.options();
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("seed", options.seed());
        root.put("rounds", options.rounds());
        root.put("seconds", options.phase().toMillis() / MS_PER_S);
        root.put("warmup_seconds", options.warmup().toMillis() / MS_PER_S);
        root.put("scale", options.scale());
        root.put(
                "unanswered",
                result.phases().stream().mapToLong(FaasPhaseResult::unanswered).sum());
        for (ServerKind kind : options.servers()) {
            result.baselines()
                    .getOrDefault(kind, List.of())
                    .forEach(baseline -> root.withArray("functions").add(function(kind, baseline)));
        }
        result.phases().forEach(phase -> root.withArray("phases").add(phase(phase)));
        for (FaasPhaseResult phase : result.phases()) {
            for (FaasRow row : FaasRow.of(phase)) {
                root.withArray("rows").add(row(phase.round(), row));
            }
        }
        for (ServerKind kind : options.servers()) {
            for (double load : options.loads()) {
                FaasComparison.all(result, load, kind)
                        .forEach(row -> root.withArray("comparisons").add(comparison(load, kind, row)));
            }
        }
        return root;
    }

    private static ObjectNode function(ServerKind kind, Baseline baseline) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("servers", kind.title())
                .put("function", baseline.function().name())
                .put("share", baseline.function().sharePercent() / 100)
                .put("class", baseline.function().sizeClass().title())
                .put("isolated_mean_ms", baseline.meanNs() / NS_PER_MS)
                .put("isolated_p95_ms", baseline.p95Ns() / NS_PER_MS)
                .put("slo_ms", baseline.slo().latency().toNanos() / NS_PER_MS);
    }

    private static ObjectNode phase(FaasPhaseResult phase) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("round", phase.round())
                .put("load", phase.load())
                .put("policy", phase.policy().title())
                .put("servers", phase.servers().title())
                .put("unanswered", phase.unanswered())
                .put("client_delay_p99_ms", phase.clientDelayP99Ns() / NS_PER_MS);
    }

    private static ObjectNode row(int round, FaasRow row) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("round", round)
                .put("load", row.load())
                .put("policy", row.policy().title())
                .put("servers", row.servers().title())
                .put("class", row.size().title())
                .put("n", row.n())
                .put("slo_miss", number(row.sloMiss()))
                .put("mean_slowdown", number(row.meanSlowdown()))
                .put("p50_slowdown", number(row.p50Slowdown()))
                .put("p95_slowdown", number(row.p95Slowdown()))
                .put("p99_slowdown", number(row.p99Slowdown()))
                .put("rte95", number(row.rte95()))
                .put("mean_queue", number(row.meanQueue()))
                .put("scheduler_cpu_s", number(row.schedulerCpuS()));
    }

    private static ObjectNode comparison(double load, ServerKind kind, FaasComparison comparison) {
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("load", load)
                .put("servers", kind.title())
                .put("policy", comparison.policy().title());
        comparison.sloMiss().ifPresent(spread -> node.set("slo_miss", spread.json()));
        comparison.emfsByIt().ifPresent(spread -> node.set("emfs_miss_ratio", spread.json()));
        comparison.meanSlowdown().ifPresent(spread -> node.set("mean_slowdown", spread.json()));
        comparison.meanQueue().ifPresent(spread -> node.set("mean_queue", spread.json()));
        return node;
    }

    /** JSON has no NaN. */
    private static @Nullable Double number(double value) {
        return Double.isNaN(value) ? null : value;
    }
}

package io.emfs.tests.overhead;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.emfs.tests.workload.Spread;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The result as JSON: the figures that are promised on top, then the spreads over the rounds, each program's cost and
 * the verdicts. Parts, not percents. Immutable.
 */
public final class OverheadJson {
    private final OverheadResult result;

    public OverheadJson(OverheadResult result) {
        this.result = result;
    }

    public String render() {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        Watcher.ALL_THAT_WATCH.forEach(watcher ->
                root.put("loss_" + watcher.title(), result.loss(watcher).median()));
        root.put(
                "ns_per_request",
                Math.max(
                        result.nsPerRequest(Watcher.REQUESTS).median(),
                        result.nsPerRequest(Watcher.DIGESTS).median()));
        Watcher.ALL_THAT_WATCH.forEach(watcher -> root.put(
                "ns_per_request_" + watcher.title(),
                result.nsPerRequest(watcher).median()));
        Watcher.ALL_THAT_WATCH.forEach(watcher -> root.put(
                "timed_ns_per_request_" + watcher.title(),
                result.timedNsPerRequest(watcher).median()));
        root.put("ns_per_empty_run", result.empty().nsPerRun());
        Watcher.ALL_THAT_WATCH.forEach(watcher -> result.agentCpu(watcher).ifPresent(cpu -> {
            root.put("agent_cpu_" + watcher.title(), cpu.cores());
            root.put("agent_cpu_" + watcher.title() + "_at_requests_per_second", cpu.perSecond());
        }));
        root.put("rounds", result.rounds().size());
        spreads(root.putObject("spreads"));
        hooks(root.putArray("programs"));
        targets(root.putArray("targets"));
        return root.toPrettyString();
    }

    private void spreads(ObjectNode into) {
        for (Watcher watcher : Watcher.values()) {
            put(into, "requests_per_second_" + watcher.title(), result.perSecond(watcher));
        }
        for (Watcher watcher : Watcher.ALL_THAT_WATCH) {
            put(into, "loss_" + watcher.title(), result.loss(watcher));
            put(into, "ns_per_request_" + watcher.title(), result.nsPerRequest(watcher));
            into.put("seen_" + watcher.title(), result.seen(watcher));
        }
    }

    private static void put(ObjectNode into, String name, Spread spread) {
        into.putObject(name)
                .put("median", spread.median())
                .put("min", spread.min())
                .put("max", spread.max());
    }

    private void hooks(ArrayNode into) {
        for (Watcher watcher : Watcher.ALL_THAT_WATCH) {
            double answered = result.timedOf(watcher)
                    .mapToLong(phase -> phase.load().answered())
                    .sum();
            Map<String, List<HookCost>> byProgram = result.timedOf(watcher)
                    .flatMap(phase -> phase.sighting().hooks().stream())
                    .collect(Collectors.groupingBy(HookCost::program, TreeMap::new, Collectors.toList()));
            byProgram.forEach((program, costs) -> {
                double runs = costs.stream().mapToLong(HookCost::runs).sum();
                double runTimeNs = costs.stream().mapToLong(HookCost::runTimeNs).sum();
                into.addObject()
                        .put("watcher", watcher.title())
                        .put("program", program)
                        .put("runs_per_request", runs / answered)
                        .put("ns_per_run", runs == 0 ? null : runTimeNs / runs);
            });
        }
    }

    private void targets(ArrayNode into) {
        for (Target target : result.targets()) {
            into.addObject()
                    .put("name", target.name())
                    .put("value", target.value())
                    .put("limit", target.limit())
                    .put("valid", target.valid())
                    .put("met", target.met());
        }
    }
}

package io.emfs.tests.stall;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.emfs.config.PolicyConfig.Quanta;
import io.emfs.jobs.cli.TextTable;
import io.emfs.tests.workload.Spread;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** The rounds as a table for a terminal and as JSON: latencies in ms, ratios demoted / not, round by round. Immutable. */
public final class StallReport {
    private static final double NS_PER_MS = 1e6;

    private final List<StallResult> results;

    private record Quantity(String title, ToDoubleFunction<StallResult> valueMs) {}

    private static final List<Quantity> QUANTITIES = List.of(
            new Quantity("short p50", result -> ms(result.shortRequests().p50Ns())),
            new Quantity("short p95", result -> ms(result.shortRequests().p95Ns())),
            new Quantity("short p99", result -> ms(result.shortRequests().p99Ns())),
            new Quantity("long p50", result -> ms(result.longRequests().p50Ns())),
            new Quantity("long p95", result -> ms(result.longRequests().p95Ns())),
            new Quantity(
                    "safepoint p99", result -> ms(result.reachingSafepoint().p99Ns())),
            new Quantity(
                    "safepoint max", result -> ms(result.reachingSafepoint().maxNs())));

    public StallReport(List<StallResult> results) {
        this.results = List.copyOf(results);
    }

    public String table() {
        TextTable table = new TextTable(1, List.of("MS", "DEMOTED", "NOT", "DEMOTED / NOT"));
        for (Quantity quantity : QUANTITIES) {
            table.add(List.of(
                    quantity.title(),
                    text(values(quantity, Quanta.ENFORCE)),
                    text(values(quantity, Quanta.KEEP)),
                    text(ratios(quantity))));
        }
        long drops = results.stream().mapToLong(StallResult::drops).sum();
        long unanswered = results.stream().mapToLong(StallResult::unanswered).sum();
        return table.render() + "\nmedian (smallest-largest) of the rounds; " + drops + " quanta ended, " + unanswered
                + " requests unanswered.\n";
    }

    public String json() {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        for (Quantity quantity : QUANTITIES) {
            ObjectNode node = root.putObject(quantity.title().replace(' ', '_'));
            put(node, "demoted_ms", values(quantity, Quanta.ENFORCE));
            put(node, "not_ms", values(quantity, Quanta.KEEP));
            put(node, "ratio", ratios(quantity));
        }
        for (StallResult result : results) {
            ObjectNode node = root.withArray("rounds").addObject();
            node.put("quanta", result.quanta());
            node.put("round", result.round());
            node.put("short_n", result.shortRequests().n());
            node.put("long_n", result.longRequests().n());
            node.put("unanswered", result.unanswered());
            node.put("drops", result.drops());
            node.put("safepoints", result.reachingSafepoint().n());
        }
        return root.toPrettyString();
    }

    private List<Double> values(Quantity quantity, Quanta quanta) {
        return results.stream()
                .filter(result -> result.quanta().equals(quanta.name().toLowerCase(Locale.ROOT)))
                .map(result -> quantity.valueMs().applyAsDouble(result))
                .toList();
    }

    private List<Double> ratios(Quantity quantity) {
        List<Double> with = values(quantity, Quanta.ENFORCE);
        List<Double> without = values(quantity, Quanta.KEEP);
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < with.size(); i++) {
            if (without.get(i) > 0) {
                ratios.add(with.get(i) / without.get(i));
            }
        }
        return ratios;
    }

    private static String text(List<Double> values) {
        return Spread.of(values).map(Spread::text).orElse("-");
    }

    private static void put(ObjectNode node, String name, List<Double> values) {
        Optional<Spread> spread = Spread.of(values);
        if (spread.isEmpty()) {
            node.putNull(name);
        } else {
            node.set(name, spread.get().json());
        }
    }

    private static double ms(long ns) {
        return ns / NS_PER_MS;
    }
}

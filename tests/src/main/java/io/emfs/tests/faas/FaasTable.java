package io.emfs.tests.faas;

import io.emfs.jobs.cli.TextTable;
import io.emfs.tests.workload.Spread;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The result as tables for a terminal, fit for 80 columns: one for each load and kind of server, by class and policy;
 * SLO misses and mean slowdown also as multiples of the default scheduler's. Of several rounds the medians, and how far
 * they are apart. Immutable.
 */
public final class FaasTable {
    private static final String ABSENT = "-";
    private static final double PERCENT = 100;
    private static final long NS_PER_MS = 1_000_000;

    /** Beyond this the client's own delay shows in the slowdowns of the shortest functions. */
    private static final long CLIENT_DELAY_NS = 2 * NS_PER_MS;

    private static final String LEGEND = """
            miss: part of the requests beyond 3 x the function's p95 alone; x def: multiple
            of default's; mean, p50, p95, p99: times as long as the function's mean alone;
            RTE: part with service time / turnaround >= 0.95; Q: mean base queue of the
            functions; cpu: seconds that scheduling took outside the kernel. Of several
            rounds the medians.
            """;

    private static final String ROUNDS_LEGEND = """
            rounds: median (smallest-largest); emfs x: its misses as multiples of the
            policy's, round by round.
            """;

    private final FaasResult result;

    public FaasTable(FaasResult result) {
        this.result = result;
    }

    public String render() {
        StringBuilder text = new StringBuilder();
        for (ServerKind kind : result.options().servers()) {
            for (double load : result.options().loads()) {
                text.append("load ").append(Math.round(load * PERCENT)).append(" %, ");
                text.append(kind.title()).append(" per request\n");
                text.append(table(load, kind).render()).append('\n');
                if (result.options().rounds() > 1) {
                    text.append(rounds(load, kind).render()).append('\n');
                }
            }
        }
        text.append(LEGEND);
        if (result.options().rounds() > 1) {
            text.append(ROUNDS_LEGEND);
        }
        return text.append(disturbed()).append(reservations()).toString();
    }

    /** Only if there are any: then nothing above is worth much. */
    private String disturbed() {
        String functions = result.options().servers().stream()
                .flatMap(kind -> result.baselines().getOrDefault(kind, List.of()).stream())
                .filter(baseline -> baseline.disturbed(result.options().scale()))
                .map(baseline -> baseline.function().name())
                .distinct()
                .collect(Collectors.joining(", "));
        return functions.isEmpty()
                ? ""
                : "Something else ran on the core: alone, these took longer than they should: " + functions + "\n";
    }

    private TextTable table(double load, ServerKind kind) {
        boolean compares = result.options().policies().contains(FaasPolicy.DEFAULT);
        List<String> header = new ArrayList<>(List.of("CLASS", "POLICY", "N", "MISS %"));
        if (compares) {
            header.add("x def");
        }
        header.add("MEAN");
        if (compares) {
            header.add("x def");
        }
        header.addAll(List.of("P50", "P95", "P99", "RTE %", "Q", "CPU"));
        TextTable table = new TextTable(2, header);
        for (SizeClass size : SizeClass.values()) {
            Optional<FaasRow> fair = result.row(load, kind, size, FaasPolicy.DEFAULT);
            for (FaasPolicy policy : result.options().policies()) {
                result.row(load, kind, size, policy).ifPresent(row -> table.add(cells(row, compares, fair)));
            }
        }
        return table;
    }

    /** How far the rounds are apart. */
    private TextTable rounds(double load, ServerKind kind) {
        TextTable table =
                new TextTable(1, List.of(result.options().rounds() + " ROUNDS", "MISS %", "EMFS X", "MEAN", "Q"));
        for (FaasComparison row : FaasComparison.all(result, load, kind)) {
            table.add(List.of(
                    row.policy().title(),
                    spread(row.sloMiss().map(misses -> misses.times(PERCENT))),
                    spread(row.emfsByIt()),
                    spread(row.meanSlowdown()),
                    spread(row.meanQueue())));
        }
        return table;
    }

    private static String spread(Optional<Spread> spread) {
        return spread.map(Spread::text).orElse(ABSENT);
    }

    private static List<String> cells(FaasRow row, boolean compares, Optional<FaasRow> fair) {
        List<String> cells = new ArrayList<>();
        cells.add(row.size().title());
        cells.add(row.policy().title());
        cells.add(Long.toString(row.n()));
        cells.add(number("%.1f", row.sloMiss() * PERCENT));
        if (compares) {
            cells.add(ratio(row.sloMiss(), fair.map(FaasRow::sloMiss)));
        }
        cells.add(number("%.1f", row.meanSlowdown()));
        if (compares) {
            cells.add(ratio(row.meanSlowdown(), fair.map(FaasRow::meanSlowdown)));
        }
        cells.add(number("%.1f", row.p50Slowdown()));
        cells.add(number("%.1f", row.p95Slowdown()));
        cells.add(number("%.1f", row.p99Slowdown()));
        cells.add(number("%.0f", row.rte95() * PERCENT));
        cells.add(number("%.1f", row.meanQueue()));
        cells.add(row.size() == SizeClass.ALL ? number("%.2f", row.schedulerCpuS()) : "");
        return cells;
    }

    /** Where the slowdowns above leave the worst requests out, or are partly the client's. */
    private String reservations() {
        StringBuilder text = new StringBuilder();
        for (FaasPhaseResult phase : result.phases()) {
            String title = String.format(
                    Locale.ROOT,
                    "%s, load %.0f %%, %s per request%s: ",
                    phase.policy().title(),
                    phase.load() * PERCENT,
                    phase.servers().title(),
                    result.options().rounds() == 1 ? "" : ", round " + (phase.round() + 1));
            if (phase.unanswered() > 0) {
                text.append(title).append(phase.unanswered()).append(" unanswered; a miss without a slowdown\n");
            }
            if (phase.clientDelayP99Ns() > CLIENT_DELAY_NS) {
                text.append(title)
                        .append("the client was late, p99 ")
                        .append(phase.clientDelayP99Ns() / NS_PER_MS)
                        .append(" ms\n");
            }
        }
        return text.toString();
    }

    private static String ratio(double value, Optional<Double> fair) {
        return fair.filter(divisor -> divisor > 0)
                .map(divisor -> number("%.2f", value / divisor))
                .orElse(ABSENT);
    }

    private static String number(String format, double value) {
        return Double.isNaN(value) ? ABSENT : String.format(Locale.ROOT, format, value);
    }
}

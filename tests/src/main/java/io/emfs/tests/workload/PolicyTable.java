package io.emfs.tests.workload;

import io.emfs.jobs.cli.TextTable;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The scenario's result by policy, as a table for a terminal: an {@link InterferenceRow} each. Immutable. */
public final class PolicyTable {
    private static final int LEFT_COLUMNS = 2;
    private static final String ABSENT = "-";
    private static final double PERCENT = 100;

    private static final String LEGEND = """
            ms: last byte sent to first byte received, medians of the rounds; miss: later than
            the SLO; x ideal: mean, as a multiple of the function alone; p99 x: p99 likewise;
            x default: mean, round by round.
            """;

    private final InterferenceResult result;

    public PolicyTable(InterferenceResult result) {
        this.result = result;
    }

    public String render() {
        StringBuilder text = new StringBuilder();
        for (double load : result.options().loads()) {
            text.append("load ").append(Math.round(load * PERCENT)).append(" %\n");
            text.append(table(load).render()).append('\n');
        }
        text.append(LEGEND);
        text.append(String.format(
                Locale.ROOT, "%s itself took %.1f s of CPU.%n", result.scheduler(), result.schedulerCpuS()));
        return text.toString();
    }

    private TextTable table(double load) {
        TextTable table = new TextTable(
                LEFT_COLUMNS,
                List.of(
                        "FUNCTION",
                        "POLICY",
                        "N",
                        "MEAN",
                        "P50",
                        "P95",
                        "P99",
                        "MAX",
                        "MISS %",
                        "x ideal",
                        "p99 x",
                        "x default"));
        InterferenceRow.all(result).stream().filter(row -> row.load() == load).forEach(row -> table.add(cells(row)));
        return table;
    }

    private static List<String> cells(InterferenceRow row) {
        String unanswered = row.unanswered() == 0 ? "" : "+" + row.unanswered();
        return List.of(
                row.function(),
                row.policy().title()
                        + row.queue().map(queue -> " (" + queue + ")").orElse(""),
                row.n() + unanswered,
                tenths(row.meanMs()),
                tenths(row.p50Ms()),
                tenths(row.p95Ms()),
                tenths(row.p99Ms()),
                tenths(row.maxMs()),
                row.sloMiss().map(part -> tenths(part * PERCENT)).orElse(ABSENT),
                hundredths(row.meanToIdeal()),
                hundredths(row.p99ToIdeal()),
                row.meanToDefault().map(Spread::text).orElse(ABSENT));
    }

    private static String tenths(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private static String hundredths(Optional<Double> value) {
        return value.map(v -> String.format(Locale.ROOT, "%.2f", v)).orElse(ABSENT);
    }
}

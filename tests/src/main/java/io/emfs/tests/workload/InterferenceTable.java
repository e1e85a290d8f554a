package io.emfs.tests.workload;

import static io.emfs.tests.workload.InterferenceOptions.LONG;
import static io.emfs.tests.workload.InterferenceOptions.SHORT;

import io.emfs.jobs.cli.TextTable;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The scenario's result as a table for a terminal. Values are medians of the rounds. Immutable. */
public final class InterferenceTable {
    private static final int LEFT_COLUMNS = 3;
    private static final String ABSENT = "-";

    private final InterferenceResult result;

    public InterferenceTable(InterferenceResult result) {
        this.result = result;
    }

    public String render() {
        String name = result.scheduler();
        TextTable table = new TextTable(
                LEFT_COLUMNS,
                List.of(
                        "load",
                        "function",
                        "",
                        "ideal",
                        "default",
                        name,
                        name + "/default",
                        "default/ideal",
                        name + "/ideal"));
        for (double load : result.options().loads()) {
            addFunction(table, percent(load), load, SHORT);
            addFunction(table, "", load, LONG);
        }
        return table.render();
    }

    private void addFunction(TextTable table, String loadTitle, double load, String function) {
        for (Metric metric : Metric.values()) {
            Comparison row = Comparison.of(result, load, function, metric);
            if (row.before().isPresent() || row.after().isPresent()) {
                boolean first = metric == Metric.MEAN;
                addMetric(table, first ? loadTitle : "", first ? function : "", row);
            }
        }
        addUnanswered(table, load, function);
        queue(load, function).ifPresent(queue -> table.add(List.of("", "", "queue", "", "", queue, "", "", "")));
    }

    private static void addMetric(TextTable table, String load, String function, Comparison row) {
        table.add(List.of(
                load,
                function,
                row.metric().title() + " " + row.metric().unit(),
                tenths(row.ideal()),
                tenths(row.before().map(Spread::median)),
                tenths(row.after().map(Spread::median)),
                row.ratio().map(InterferenceTable::spread).orElse(ABSENT),
                hundredths(row.beforeToIdeal()),
                hundredths(row.afterToIdeal())));
    }

    /** Only if there are any: then the latencies above leave the worst ones out. */
    private void addUnanswered(TextTable table, double load, String function) {
        long ideal = unanswered(Phase.IDEAL, load, function);
        long before = unanswered(Phase.DEFAULT, load, function);
        long after = unanswered(Phase.SCHEDULED, load, function);
        if (ideal + before + after > 0) {
            table.add(List.of(
                    "",
                    "",
                    "unanswered",
                    Long.toString(ideal),
                    Long.toString(before),
                    Long.toString(after),
                    "",
                    "",
                    ""));
        }
    }

    private long unanswered(Phase phase, double load, String function) {
        return result.outcomes(phase, load, function).stream()
                .mapToLong(FunctionOutcome::unanswered)
                .sum();
    }

    /** Of the last round that knows it. */
    private Optional<String> queue(double load, String function) {
        return result.outcomes(Phase.SCHEDULED, load, function).stream()
                .flatMap(outcome -> outcome.queue().stream())
                .reduce((earlier, later) -> later);
    }

    private static String spread(Spread ratio) {
        String median = hundredths(Optional.of(ratio.median()));
        return ratio.min() == ratio.max()
                ? median
                : String.format(Locale.ROOT, "%s (%.2f-%.2f)", median, ratio.min(), ratio.max());
    }

    private static String percent(double load) {
        return Math.round(load * 100) + " %";
    }

    private static String tenths(Optional<Double> value) {
        return value.map(v -> String.format(Locale.ROOT, "%.1f", v)).orElse(ABSENT);
    }

    private static String hundredths(Optional<Double> value) {
        return value.map(v -> String.format(Locale.ROOT, "%.2f", v)).orElse(ABSENT);
    }
}

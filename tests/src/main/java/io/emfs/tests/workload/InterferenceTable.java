package io.emfs.tests.workload;

import static io.emfs.tests.workload.InterferenceOptions.LONG;
import static io.emfs.tests.workload.InterferenceOptions.SHORT;

import io.emfs.jobs.cli.TextTable;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The scenario's result as a table for a terminal, fit for 80 columns. Values are medians of the rounds; each is
 * followed by how many times the ideal it is. The last column compares round by round: median (smallest-largest).
 * Immutable.
 */
public final class InterferenceTable {
    private static final int LEFT_COLUMNS = 1;
    private static final String ABSENT = "-";
    private static final List<String> BLANK = List.of("", "", "", "", "", "", "");

    private final InterferenceResult result;

    public InterferenceTable(InterferenceResult result) {
        this.result = result;
    }

    public String render() {
        List<Double> loads = result.options().loads();
        TextTable table = new TextTable(LEFT_COLUMNS, header(loads.get(0)));
        for (int i = 0; i < loads.size(); i++) {
            if (i > 0) {
                table.add(BLANK);
                table.add(header(loads.get(i)));
            }
            addFunction(table, loads.get(i), SHORT);
            addFunction(table, loads.get(i), LONG);
        }
        return table.render();
    }

    private List<String> header(double load) {
        String title = "load " + Math.round(load * 100) + " %";
        return List.of(title, "ideal", "default", "x ideal", result.scheduler(), "x ideal", "x default");
    }

    private void addFunction(TextTable table, double load, String function) {
        for (Metric metric : Metric.values()) {
            Comparison row = Comparison.of(result, load, function, metric, Policy.EMFS);
            if (row.before().isPresent() || row.after().isPresent()) {
                addMetric(table, row);
            }
        }
        addUnanswered(table, load, function);
        queue(load, function).ifPresent(queue -> table.add(List.of(function + " queue", "", "", "", queue, "", "")));
    }

    private static void addMetric(TextTable table, Comparison row) {
        table.add(List.of(
                row.function() + " " + row.metric().title() + " " + row.metric().unit(),
                tenths(row.ideal()),
                tenths(row.before().map(Spread::median)),
                hundredths(row.beforeToIdeal()),
                tenths(row.after().map(Spread::median)),
                hundredths(row.afterToIdeal()),
                row.ratio().map(Spread::text).orElse(ABSENT)));
    }

    /** Only if there are any: then the latencies above leave the worst ones out. */
    private void addUnanswered(TextTable table, double load, String function) {
        long ideal = unanswered(Policy.IDEAL, load, function);
        long before = unanswered(Policy.DEFAULT, load, function);
        long after = unanswered(Policy.EMFS, load, function);
        if (ideal + before + after > 0) {
            table.add(List.of(
                    function + " unanswered",
                    Long.toString(ideal),
                    Long.toString(before),
                    "",
                    Long.toString(after),
                    "",
                    ""));
        }
    }

    private long unanswered(Policy policy, double load, String function) {
        return result.outcomes(policy, load, function).stream()
                .mapToLong(FunctionOutcome::unanswered)
                .sum();
    }

    /** Of the last round that knows it. */
    private Optional<String> queue(double load, String function) {
        return result.outcomes(Policy.EMFS, load, function).stream()
                .flatMap(outcome -> outcome.queue().stream())
                .reduce((earlier, later) -> later);
    }

    private static String tenths(Optional<Double> value) {
        return value.map(v -> String.format(Locale.ROOT, "%.1f", v)).orElse(ABSENT);
    }

    private static String hundredths(Optional<Double> value) {
        return value.map(v -> String.format(Locale.ROOT, "%.2f", v)).orElse(ABSENT);
    }
}

package io.emfs.jobs.cli;

import io.emfs.config.Durations;
import io.emfs.config.Slo;
import io.emfs.jobs.cli.top.Objective;
import io.emfs.operators.fleet.FleetFunction;
import io.emfs.operators.fleet.FleetReport;
import io.emfs.operators.fleet.FleetWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A {@link FleetReport} as text. Pure. */
final class FleetTable {
    private static final String UNKNOWN = "-";
    private static final double NS_PER_MS = 1e6;
    private static final double PERCENT = 100;

    private FleetTable() {}

    /** Each line ends with a line feed. */
    static String of(FleetReport report) {
        FleetWindow window = report.window();
        if (window == null) {
            return "no window of this job is complete yet\n";
        }
        String size = Durations.print(Duration.ofMillis(window.sizeMs()));
        if (report.functions().isEmpty()) {
            return "no function has answered a request within the last " + size + "\n" + notes(report);
        }
        return table(report.functions()).render() + "window " + window.name() + ", " + size + " up to "
                + Instant.ofEpochMilli(report.endMs()) + "\n" + notes(report);
    }

    private static TextTable table(List<FleetFunction> functions) {
        TextTable table = new TextTable(
                1, List.of("FUNCTION", "NODES", "SLO", "RATE/s", "MISSES %", "P50 ms", "P95 ms", "P99 ms", "MAX ms"));
        for (FleetFunction function : functions) {
            table.add(List.of(
                    function.name(),
                    Integer.toString(function.nodes()),
                    slo(function.slo()),
                    decimal(function.ratePerSecond()),
                    function.slo() == null ? UNKNOWN : decimal(PERCENT * function.missedShare()),
                    ms(function.p50Ns()),
                    ms(function.p95Ns()),
                    ms(function.p99Ns()),
                    ms(function.maxNs())));
        }
        return table;
    }

    private static String notes(FleetReport report) {
        String notes = "";
        if (report.leftOut() > 0) {
            notes += "left out, for there are too many: " + report.leftOut() + " functions, counted on each node\n";
        }
        if (report.strays() > 0) {
            notes += "left out, for clocks of nodes are too far apart: " + report.strays()
                    + " functions, counted on each node\n";
        }
        return notes;
    }

    private static String slo(@Nullable Slo slo) {
        return slo == null
                ? "none"
                : new Objective(slo.percentile(), slo.latency().toNanos() / NS_PER_MS).text();
    }

    private static String ms(double ns) {
        return decimal(ns / NS_PER_MS);
    }

    private static String decimal(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}

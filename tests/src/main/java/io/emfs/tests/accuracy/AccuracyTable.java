package io.emfs.tests.accuracy;

import io.emfs.jobs.cli.TextTable;
import io.emfs.state.Quantity;
import java.util.List;
import java.util.Locale;

/** The results for a terminal. Immutable. */
public final class AccuracyTable {
    private static final double NS_PER_US = 1e3;
    private static final double PERCENT = 100;
    private static final int LEFT_COLUMNS = 3;
    private static final String ABSENT = "-";
    private static final List<String> HEADER =
            List.of("CASE", "MODE", "OF", "FOUND", "P50 µs", "P95 µs", "P99 %", "± µs", "TARGET");

    private static final String LEGEND = """

            P50, P95: |reported - true|, request by request. P99: error of the window's p99.
            ±: how far the truth itself may be off (p95).
            """;

    private final List<CaseResult> results;

    public AccuracyTable(List<CaseResult> results) {
        this.results = List.copyOf(results);
    }

    public String render() {
        TextTable table = new TextTable(LEFT_COLUMNS, HEADER);
        results.forEach(result -> table.add(row(result)));
        return table.render() + LEGEND;
    }

    private static List<String> row(CaseResult result) {
        boolean errors = result.errors().n() > 0;
        return List.of(
                result.traffic().title(),
                result.mode().name().toLowerCase(Locale.ROOT),
                result.traffic().judged() == Quantity.LATENCY ? "ttfb" : "duration",
                result.n() + "/" + result.requests(),
                errors ? tenths(result.errors().medianAbsNs() / NS_PER_US) : ABSENT,
                errors ? tenths(result.errors().p95AbsNs() / NS_PER_US) : ABSENT,
                Double.isNaN(result.window().p99())
                        ? ABSENT
                        : tenths(result.window().p99() * PERCENT),
                tenths(result.uncertaintyNs() / NS_PER_US),
                result.targetMet() ? "met" : "missed");
    }

    private static String tenths(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}

package io.emfs.jobs.cli;

import io.emfs.jobs.replay.Objective;
import io.emfs.jobs.replay.ReplayResult;
import io.emfs.jobs.replay.ReplayedChange;
import io.emfs.jobs.replay.ReplayedFunction;
import io.emfs.jobs.replay.ReplayedFunction.Quantiles;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A replay for a terminal: a line for each change of queue as it happens, then a table of the functions. */
public final class ReplayPrinter {
    private static final String ABSENT = "-";
    private static final double MS_PER_S = 1e3;

    private final PrintWriter out;

    public ReplayPrinter(PrintWriter out) {
        this.out = out;
    }

    public void print(ReplayedChange change) {
        out.printf(
                Locale.ROOT,
                "%9.3f s  %s  %s → p%d  %s%s%n",
                change.atMs() / MS_PER_S,
                change.function(),
                change.from() == 0 ? "new" : "p" + change.from(),
                change.to(),
                change.reason().toString().toLowerCase(Locale.ROOT).replace('_', ' '),
                evidence(change));
        out.flush();
    }

    public void print(ReplayResult result) {
        out.println();
        out.print(table(result.functions()));
        if (!result.recording().complete()) {
            long tornBytes = result.recording().tornBytes();
            out.println("The recorder was killed: the recording ends after "
                    + result.recording().events() + " events"
                    + (tornBytes == 0 ? "." : "; an unfinished block of " + tornBytes + " bytes is left out."));
        }
        if (result.recording().lost() > 0) {
            out.println(result.recording().lost() + " events were lost while it was recorded.");
        }
        out.flush();
    }

    private static String evidence(ReplayedChange change) {
        String slo = change.slo() == null ? "no SLO" : "SLO " + slo(change.slo());
        return change.latencyMs() == null
                ? " (" + slo + ")"
                : String.format(Locale.ROOT, ": %.1f ms (%s)", change.latencyMs(), slo);
    }

    private static String table(List<ReplayedFunction> functions) {
        TextTable table = new TextTable(
                1,
                List.of(
                        "FUNCTION",
                        "SLO",
                        "REQUESTS",
                        "RATE/s",
                        "P50 ms",
                        "P95 ms",
                        "P99 ms",
                        "MISSED WINDOWS",
                        "MOVES",
                        "QUEUE"));
        for (ReplayedFunction function : functions) {
            Quantiles latency = function.latencyMs();
            table.add(List.of(
                    function.name(),
                    function.slo() == null ? "none" : slo(function.slo()),
                    Long.toString(function.requests()),
                    tenths(function.ratePerSecond()),
                    tenths(latency == null ? null : latency.p50()),
                    tenths(latency == null ? null : latency.p95()),
                    tenths(latency == null ? null : latency.p99()),
                    function.slo() == null ? ABSENT : function.missedWindows() + "/" + function.windows(),
                    Integer.toString(function.moves()),
                    function.queue() == 0 ? ABSENT : "p" + function.queue()));
        }
        return functions.isEmpty() ? "no function is in the recording\n" : table.render();
    }

    private static String slo(Objective slo) {
        return "p" + plain(slo.percentile()) + " ≤ " + plain(slo.latencyMs()) + " ms";
    }

    private static String plain(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }

    private static String tenths(@Nullable Double value) {
        return value == null ? ABSENT : String.format(Locale.ROOT, "%.1f", value);
    }
}

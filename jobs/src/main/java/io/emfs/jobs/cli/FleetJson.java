package io.emfs.jobs.cli;

import io.emfs.config.Slo;
import io.emfs.jobs.ClusterJob;
import io.emfs.operators.fleet.FleetFunction;
import io.emfs.operators.fleet.FleetReport;
import io.emfs.operators.fleet.FleetWindow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What {@code emfs fleet --json} prints, named as in {@code /api/functions}. */
record FleetJson(
        ClusterJob job, @Nullable Window window, long leftOut, long strays, List<FleetJson.Function> functions) {
    private static final double NS_PER_MS = 1e6;

    static FleetJson of(ClusterJob job, FleetReport report) {
        return new FleetJson(
                job,
                Window.of(report.window(), report.endMs()),
                report.leftOut(),
                report.strays(),
                report.functions().stream().map(Function::of).toList());
    }

    record Window(String name, long sizeMs, long slideMs, long endMs) {
        static @Nullable Window of(@Nullable FleetWindow window, long endMs) {
            return window == null ? null : new Window(window.name(), window.sizeMs(), window.slideMs(), endMs);
        }
    }

    record Function(
            String name,
            int nodes,
            @Nullable Promise slo,
            long requests,
            double ratePerSecond,
            long missed,
            double missedShare,
            Latencies latencyMs) {
        static Function of(FleetFunction function) {
            return new Function(
                    function.name(),
                    function.nodes(),
                    Promise.of(function.slo()),
                    function.requests(),
                    function.ratePerSecond(),
                    function.missed(),
                    function.missedShare(),
                    new Latencies(
                            function.p50Ns() / NS_PER_MS,
                            function.p95Ns() / NS_PER_MS,
                            function.p99Ns() / NS_PER_MS,
                            function.maxNs() / NS_PER_MS));
        }
    }

    record Promise(double percentile, double latencyMs) {
        static @Nullable Promise of(@Nullable Slo slo) {
            return slo == null
                    ? null
                    : new Promise(slo.percentile(), slo.latency().toNanos() / NS_PER_MS);
        }
    }

    record Latencies(double p50, double p95, double p99, double max) {}
}

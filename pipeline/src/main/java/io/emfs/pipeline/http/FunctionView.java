package io.emfs.pipeline.http;

import io.emfs.bpf.monitor.RequestTotals;
import io.emfs.config.Slo;
import io.emfs.pipeline.audit.BasisText;
import io.emfs.state.Basis;
import io.emfs.state.ForecastScore;
import io.emfs.state.FunctionReport;
import io.emfs.state.Percentiles;
import io.emfs.state.Prediction;
import io.emfs.state.Quantity;
import io.emfs.state.RequestPercentiles;
import io.emfs.state.WindowSummary;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One function in {@code /api/functions}; its JSON follows the components' names.
 *
 * @param slo null if there is none
 * @param queue 1…n; 0 if none was given yet
 * @param mode {@code rt}, or {@code fair} where it is scheduled by nice levels; null if it was given no queue yet
 * @param instances process ids
 * @param basis what its next move would be decided on: the learned model, or the ladder and why; null if nothing decides
 * @param forecast of the next window's latency at the SLO's percentile; null where no model is trusted with it
 */
record FunctionView(
        String name,
        String node,
        @Nullable Objective slo,
        int queue,
        @Nullable String mode,
        List<Integer> instances,
        Requests requests,
        @Nullable String basis,
        @Nullable Forecast forecast,
        List<Window> windows) {

    static @Nullable String basisOf(List<FunctionReport> windows) {
        return windows.stream()
                .map(FunctionReport::basis)
                .filter(basis -> basis != Basis.NONE)
                .findFirst()
                .map(BasisText::of)
                .orElse(null);
    }

    /**
     * By the model in use, for the queue that the function is in.
     *
     * @param medianMs half the windows are expected to see less
     * @param upperMs four windows of five
     * @param errorPercent how far off its forecasts of this function were
     * @param lastErrorPercent how far off the guess was that nothing changes
     * @param judged windows that forecasts were compared with
     * @param coveragePercent of the last fifty or so of these at or below {@code upperMs}: 80 is meant; null without any
     */
    record Forecast(
            String model,
            double medianMs,
            double upperMs,
            double errorPercent,
            double lastErrorPercent,
            long judged,
            @Nullable Double coveragePercent) {
        private static final double PERCENT = 100;

        static @Nullable Forecast of(List<FunctionReport> windows) {
            for (FunctionReport report : windows) {
                Prediction prediction = report.prediction();
                if (prediction != null) {
                    ForecastScore score = report.profile().score();
                    return new Forecast(
                            prediction.model(),
                            prediction.medianNs() / NS_PER_MS,
                            prediction.upperNs() / NS_PER_MS,
                            PERCENT * Math.expm1(score.modelError()),
                            PERCENT * Math.expm1(score.lastError()),
                            report.calibration().judged(),
                            report.calibration().judged() == 0
                                    ? null
                                    : Double.valueOf(
                                            PERCENT * report.calibration().coverage()));
                }
            }
            return null;
        }
    }

    /** Since the agent started, and at this moment. */
    record Requests(
            long arrivals,
            long answered,
            long unanswered,
            long unsupported,
            long inFlight,
            long bytesIn,
            long bytesOut) {
        static Requests of(RequestTotals totals) {
            return new Requests(
                    totals.arrivals(),
                    totals.answered(),
                    totals.unanswered(),
                    totals.unsupported(),
                    totals.inFlight(),
                    totals.bytesIn(),
                    totals.bytesOut());
        }
    }

    record Objective(double percentile, double latencyMs) {
        static @Nullable Objective of(@Nullable Slo slo) {
            return slo == null
                    ? null
                    : new Objective(slo.percentile(), slo.latency().toNanos() / NS_PER_MS);
        }
    }

    /** Quantiles of what no request of the window told are null. */
    record Window(
            String name,
            long sizeMs,
            long endMs,
            long count,
            double ratePerSecond,
            @Nullable Quantiles latencyMs,
            @Nullable Quantiles queueMs,
            @Nullable Quantiles serviceMs,
            @Nullable Quantiles durationMs,
            @Nullable Quantiles onCpuMs,
            @Nullable Quantiles runQueueWaitMs) {

        static Window of(WindowSummary summary) {
            RequestPercentiles requests = summary.requests();
            return new Window(
                    summary.window(),
                    summary.endMs() - summary.startMs(),
                    summary.endMs(),
                    summary.count(),
                    summary.ratePerSecond(),
                    Quantiles.of(requests.known(Quantity.LATENCY)),
                    Quantiles.of(requests.known(Quantity.QUEUE_DELAY)),
                    Quantiles.of(requests.known(Quantity.SERVICE)),
                    Quantiles.of(requests.known(Quantity.DURATION)),
                    Quantiles.of(requests.known(Quantity.ON_CPU)),
                    Quantiles.of(requests.known(Quantity.RUN_QUEUE_WAIT)));
        }
    }

    record Quantiles(double p50, double p95, double p99) {
        static @Nullable Quantiles of(@Nullable Percentiles ns) {
            return ns == null ? null : new Quantiles(ns.p50() / NS_PER_MS, ns.p95() / NS_PER_MS, ns.p99() / NS_PER_MS);
        }
    }

    private static final double NS_PER_MS = 1e6;
}

package io.emfs.pipeline.http;

import io.emfs.bpf.monitor.RequestTotals;
import io.emfs.config.PolicyConfig.Mode;
import io.emfs.pipeline.audit.BasisText;
import io.emfs.pipeline.metrics.EmfsMeter;
import io.emfs.state.Basis;
import io.emfs.state.Calibration;
import io.emfs.state.ForecastScore;
import io.emfs.state.FunctionReport;
import io.emfs.state.Percentiles;
import io.emfs.state.Prediction;
import io.emfs.state.Quantity;
import io.emfs.state.WindowSummary;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The series of one meter over all functions: what it writes of each.
 *
 * @param series adds the function's
 */
record FunctionFamily(EmfsMeter meter, BiConsumer<FunctionSnapshot, SampleText> series) {
    static final List<FunctionFamily> ALL = List.of(
            new FunctionFamily(
                    EmfsMeter.QUEUE, (function, text) -> text.add(function.queue(), node(function), name(function))),
            new FunctionFamily(
                    EmfsMeter.REAL_TIME,
                    (function, text) -> text.add(realTime(function.mode()), node(function), name(function))),
            new FunctionFamily(
                    EmfsMeter.IN_FLIGHT,
                    (function, text) ->
                            text.add((double) function.totals().inFlight(), node(function), name(function))),
            new FunctionFamily(EmfsMeter.FUNCTION_REQUESTS, FunctionFamily::outcomes),
            quantiles(EmfsMeter.LATENCY, Quantity.LATENCY),
            quantiles(EmfsMeter.QUEUE_DELAY, Quantity.QUEUE_DELAY),
            quantiles(EmfsMeter.SERVICE, Quantity.SERVICE),
            quantiles(EmfsMeter.DURATION, Quantity.DURATION),
            quantiles(EmfsMeter.ON_CPU, Quantity.ON_CPU),
            quantiles(EmfsMeter.RUN_QUEUE_WAIT, Quantity.RUN_QUEUE_WAIT),
            new FunctionFamily(EmfsMeter.RATE, FunctionFamily::rates),
            new FunctionFamily(EmfsMeter.FORECAST, FunctionFamily::forecast),
            new FunctionFamily(EmfsMeter.FORECAST_ERROR, FunctionFamily::forecastErrors),
            new FunctionFamily(EmfsMeter.DECISION_BASIS, FunctionFamily::basis),
            calibration(EmfsMeter.FORECASTS_JUDGED, Calibration::judged),
            calibration(EmfsMeter.FORECAST_COVERAGE, Calibration::coverage));

    private static final double NS_PER_S = 1e9;

    void write(FunctionSnapshot function, SampleText text) {
        series.accept(function, text);
    }

    private static double realTime(@Nullable Mode mode) {
        return mode == null ? Double.NaN : mode == Mode.RT ? 1 : 0;
    }

    private static void outcomes(FunctionSnapshot function, SampleText text) {
        RequestTotals totals = function.totals();
        text.add((double) totals.answered(), node(function), name(function), "answered");
        text.add((double) totals.unanswered(), node(function), name(function), "unanswered");
        text.add((double) totals.unsupported(), node(function), name(function), "unsupported");
    }

    private static void rates(FunctionSnapshot function, SampleText text) {
        for (FunctionReport report : function.windows()) {
            WindowSummary window = report.summary();
            text.add(window.ratePerSecond(), node(function), name(function), window.window());
        }
    }

    private static void forecast(FunctionSnapshot function, SampleText text) {
        for (FunctionReport report : function.windows()) {
            Prediction prediction = report.prediction();
            if (prediction != null) {
                text.add(prediction.medianNs() / NS_PER_S, node(function), name(function), "0.5");
                text.add(prediction.upperNs() / NS_PER_S, node(function), name(function), "0.8");
            }
        }
    }

    private static void forecastErrors(FunctionSnapshot function, SampleText text) {
        for (FunctionReport report : function.windows()) {
            ForecastScore score = report.profile().score();
            if (report.prediction() != null && score.judged() > 0) {
                text.add(Math.expm1(score.modelError()), node(function), name(function), "model");
                text.add(Math.expm1(score.lastError()), node(function), name(function), "last");
            }
        }
    }

    private static void basis(FunctionSnapshot function, SampleText text) {
        for (FunctionReport report : function.windows()) {
            if (report.basis() != Basis.NONE) {
                Prediction prediction = report.prediction();
                String model = prediction == null ? "" : prediction.model();
                text.add(1, node(function), name(function), BasisText.of(report.basis()), model);
            }
        }
    }

    private static FunctionFamily calibration(EmfsMeter meter, ToDoubleFunction<Calibration> value) {
        return new FunctionFamily(meter, (function, text) -> {
            for (FunctionReport report : function.windows()) {
                if (report.basis() != Basis.NONE && report.calibration().judged() > 0) {
                    text.add(value.applyAsDouble(report.calibration()), node(function), name(function));
                }
            }
        });
    }

    /** NaN where no request of the window told. */
    private static FunctionFamily quantiles(EmfsMeter meter, Quantity quantity) {
        return new FunctionFamily(meter, (function, text) -> {
            for (FunctionReport report : function.windows()) {
                Percentiles known = report.summary().requests().known(quantity);
                String window = report.summary().window();
                add(text, function, window, "0.5", known, Percentiles::p50);
                add(text, function, window, "0.95", known, Percentiles::p95);
                add(text, function, window, "0.99", known, Percentiles::p99);
            }
        });
    }

    private static void add(
            SampleText text,
            FunctionSnapshot function,
            String window,
            String quantile,
            @Nullable Percentiles known,
            ToDoubleFunction<Percentiles> ns) {
        double seconds = known == null ? Double.NaN : ns.applyAsDouble(known) / NS_PER_S;
        text.add(seconds, node(function), name(function), window, quantile);
    }

    private static String node(FunctionSnapshot function) {
        return function.key().node();
    }

    private static String name(FunctionSnapshot function) {
        return function.key().function();
    }
}

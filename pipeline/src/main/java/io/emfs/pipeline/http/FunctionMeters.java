package io.emfs.pipeline.http;

import io.emfs.bpf.monitor.RequestTotals;
import io.emfs.config.PolicyConfig.Mode;
import io.emfs.pipeline.metrics.EmfsMeter;
import io.emfs.state.FunctionKey;
import io.emfs.state.FunctionReport;
import io.emfs.state.Percentiles;
import io.emfs.state.Quantity;
import io.emfs.state.WindowSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Gauges over a {@link FunctionBoard}, made when a function's window is first seen. NaN without requests. Thread-safe. */
public final class FunctionMeters {
    private static final double NS_PER_S = 1e9;

    private final MeterRegistry registry;
    private final FunctionBoard board;
    private final RequestDirectory requests;
    private final Map<FunctionKey, Set<String>> windows = new HashMap<>();
    private final Map<FunctionKey, List<Meter>> meters = new HashMap<>();

    public FunctionMeters(MeterRegistry registry, FunctionBoard board, RequestDirectory requests) {
        this.registry = registry;
        this.board = board;
        this.requests = requests;
    }

    /** Sees to it that the function and window of {@code report} have gauges. */
    public synchronized void cover(FunctionReport report) {
        FunctionKey key = report.summary().key();
        Set<String> covered = cover(key);
        String window = report.summary().window();
        if (covered.add(window)) {
            quantiles(EmfsMeter.LATENCY, key, window, Quantity.LATENCY);
            quantiles(EmfsMeter.QUEUE_DELAY, key, window, Quantity.QUEUE_DELAY);
            quantiles(EmfsMeter.SERVICE, key, window, Quantity.SERVICE);
            quantiles(EmfsMeter.DURATION, key, window, Quantity.DURATION);
            quantiles(EmfsMeter.ON_CPU, key, window, Quantity.ON_CPU);
            quantiles(EmfsMeter.RUN_QUEUE_WAIT, key, window, Quantity.RUN_QUEUE_WAIT);
            gauge(
                    EmfsMeter.RATE,
                    key,
                    () -> read(key, window, WindowSummary::ratePerSecond),
                    key.node(),
                    key.function(),
                    window);
        }
    }

    /** Sees to it that the function's queue and requests have their meters; returns its windows that have theirs. */
    public synchronized Set<String> cover(FunctionKey key) {
        return windows.computeIfAbsent(key, absent -> {
            gauge(EmfsMeter.QUEUE, key, () -> board.queueOf(key), key.node(), key.function());
            gauge(EmfsMeter.REAL_TIME, key, () -> realTime(board.modeOf(key)), key.node(), key.function());
            gauge(EmfsMeter.IN_FLIGHT, key, () -> requests.totalsOf(key).inFlight(), key.node(), key.function());
            counter(key, RequestTotals::answered, "answered");
            counter(key, RequestTotals::unanswered, "unanswered");
            counter(key, RequestTotals::unsupported, "unsupported");
            return new HashSet<>();
        });
    }

    private static double realTime(@Nullable Mode mode) {
        return mode == null ? Double.NaN : mode == Mode.RT ? 1 : 0;
    }

    /** Removes the function's gauges. */
    public synchronized void forget(FunctionKey key) {
        windows.remove(key);
        meters.getOrDefault(key, List.of()).forEach(registry::remove);
        meters.remove(key);
    }

    private void quantiles(EmfsMeter meter, FunctionKey key, String window, Quantity quantity) {
        quantile(meter, key, window, "0.5", quantity, Percentiles::p50);
        quantile(meter, key, window, "0.95", quantity, Percentiles::p95);
        quantile(meter, key, window, "0.99", quantity, Percentiles::p99);
    }

    private void quantile(
            EmfsMeter meter,
            FunctionKey key,
            String window,
            String quantile,
            Quantity quantity,
            ToDoubleFunction<Percentiles> ns) {
        gauge(
                meter,
                key,
                () -> read(key, window, summary -> {
                    Percentiles known = summary.requests().known(quantity);
                    return known == null ? Double.NaN : ns.applyAsDouble(known) / NS_PER_S;
                }),
                key.node(),
                key.function(),
                window,
                quantile);
    }

    private double read(FunctionKey key, String window, ToDoubleFunction<WindowSummary> part) {
        FunctionReport report = board.newest(key, window);
        return report == null ? Double.NaN : part.applyAsDouble(report.summary());
    }

    private void counter(FunctionKey key, ToDoubleFunction<RequestTotals> part, String outcome) {
        meters.computeIfAbsent(key, k -> new ArrayList<>())
                .add(FunctionCounter.builder(
                                EmfsMeter.FUNCTION_REQUESTS.meterName(),
                                requests,
                                directory -> part.applyAsDouble(directory.totalsOf(key)))
                        .tags(EmfsMeter.FUNCTION_REQUESTS.tagged(key.node(), key.function(), outcome))
                        .register(registry));
    }

    private void gauge(EmfsMeter meter, FunctionKey key, Supplier<Number> value, String... tagValues) {
        meters.computeIfAbsent(key, k -> new ArrayList<>())
                .add(Gauge.builder(meter.meterName(), value)
                        .tags(meter.tagged(tagValues))
                        .strongReference(true)
                        .register(registry));
    }
}

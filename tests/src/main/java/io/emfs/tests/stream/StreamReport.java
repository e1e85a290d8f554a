package io.emfs.tests.stream;

import io.emfs.tests.workload.Spread;
import io.emfs.tests.workload.ThisJvm;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/** What {@code emfs bench stream} found, as text and for JSON. */
public record StreamReport(StreamPlan plan, List<StreamRow> rows) {
    private static final long START_NS = TimeUnit.SECONDS.toNanos(1_700_000_000);

    public StreamReport {
        rows = List.copyOf(rows);
    }

    /** Keeps this JVM to the plan's cores for good, and measures there; blocks. */
    public static StreamReport measure(StreamPlan plan, Duration warmUp, Duration duration, List<String> overrides)
            throws IOException, InterruptedException {
        List<StreamRow> rows = new ArrayList<>();
        for (int round = 0; round < plan.rounds(); round++) {
            for (int slots : plan.slots()) {
                ThisJvm.pin(plan.core() - slots + 1, plan.core());
                StreamMeasurement measurement = new StreamMeasurement(warmUp, duration, slots, overrides);
                Functions functions = plan.functionsFor(slots);
                rows.add(new StreamRow(
                        slots,
                        measurement.run(new RequestStream(functions, plan.perSecond(), START_NS, plan.seed())),
                        measurement.run(new DigestStream(
                                functions, plan.digestRequests(), plan.flushMs(), START_NS, plan.seed()))));
            }
        }
        return new StreamReport(plan, rows);
    }

    public String text() {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%d functions on %d nodes, each %d requests per second of event time, or digests of %d requests every %d ms%n",
                plan.functions(),
                plan.nodes(),
                plan.perSecond(),
                plan.digestRequests(),
                plan.flushMs()));
        for (StreamRow row : rows) {
            text.append(String.format(
                    Locale.ROOT,
                    "slots %d: %.0f events/s and core (%.0f/s on %.2f cores), %.0f digests/s and core (%.0f/s on %.2f cores)%n",
                    row.slots(),
                    row.requests().perSecondAndCore(),
                    row.requests().perSecond(),
                    row.requests().cores(),
                    row.digests().perSecondAndCore(),
                    row.digests().perSecond(),
                    row.digests().cores()));
        }
        plan.slots().stream()
                .skip(1)
                .forEach(slots -> text.append(String.format(
                        Locale.ROOT,
                        "%d slots to %d, for each core: events %s x, by the clock %s; digests %s x, by the clock %s%n",
                        slots,
                        plan.slots().get(0),
                        ratio(slots, row -> row.requests().perSecondAndCore()).text(),
                        ratio(slots, row -> row.requests().perSecond() / row.slots())
                                .text(),
                        ratio(slots, row -> row.digests().perSecondAndCore()).text(),
                        ratio(slots, row -> row.digests().perSecond() / row.slots())
                                .text())));
        return text.append(String.format(
                        Locale.ROOT,
                        "state: %d bytes per function with requests, %d with digests%n",
                        bytesPerFunction(rows.get(0).requests()),
                        bytesPerFunction(rows.get(0).digests())))
                .toString();
    }

    /** Of jobs of that many slots to those of the first that was asked for, round by round. */
    private Spread ratio(int slots, ToDoubleFunction<StreamRow> value) {
        List<Double> of = values(slots, value);
        List<Double> first = values(plan.slots().get(0), value);
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < of.size(); round++) {
            ratios.add(of.get(round) / first.get(round));
        }
        return Spread.of(ratios).orElseThrow();
    }

    private List<Double> values(int slots, ToDoubleFunction<StreamRow> value) {
        return rows.stream()
                .filter(row -> row.slots() == slots)
                .map(value::applyAsDouble)
                .toList();
    }

    private long bytesPerFunction(StreamOutcome outcome) {
        return outcome.checkpointBytes() / plan.functions();
    }

    /** Names to values, units in the names; what has no {@code slots} beside it is of the first that was asked for. */
    public Map<String, Object> json() {
        int first = plan.slots().get(0);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("events_per_s_per_core", median(first, row -> row.requests().perSecondAndCore()));
        json.put(
                "digest_functions_per_s_per_core",
                median(first, row -> row.digests().perSecondAndCore()));
        json.put("state_bytes_per_function", bytesPerFunction(rows.get(0).requests()));
        json.put("digest_state_bytes_per_function", bytesPerFunction(rows.get(0).digests()));
        json.put("functions", plan.functions());
        json.put("nodes", plan.nodes());
        json.put("requests_per_s_per_function", plan.perSecond());
        json.put("requests_per_digest", plan.digestRequests());
        json.put("flush_ms", plan.flushMs());
        json.put("rounds", rows.stream().map(StreamRow::json).toList());
        json.put("linearity", plan.slots().stream().skip(1).map(this::linearity).toList());
        return json;
    }

    private double median(int slots, ToDoubleFunction<StreamRow> value) {
        return Spread.of(values(slots, value)).orElseThrow().median();
    }

    private Map<String, Object> linearity(int slots) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("slots", slots);
        json.put(
                "events_per_core",
                ratio(slots, row -> row.requests().perSecondAndCore()).json());
        json.put(
                "events_by_clock",
                ratio(slots, row -> row.requests().perSecond() / row.slots()).json());
        json.put(
                "digests_per_core",
                ratio(slots, row -> row.digests().perSecondAndCore()).json());
        json.put(
                "digests_by_clock",
                ratio(slots, row -> row.digests().perSecond() / row.slots()).json());
        return json;
    }
}

package io.emfs.tests.stream;

import io.emfs.tests.workload.ThisJvm;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What {@code emfs bench stream} found, as text and for JSON. */
public record StreamReport(StreamPlan plan, StreamOutcome requests, StreamOutcome digests) {
    private static final long START_NS = TimeUnit.SECONDS.toNanos(1_700_000_000);

    /** Pins this JVM to a core for good, and measures there; blocks. */
    public static StreamReport measure(StreamPlan plan, Duration warmUp, Duration duration, List<String> overrides)
            throws IOException, InterruptedException {
        ThisJvm.pin(plan.core());
        StreamMeasurement measurement = new StreamMeasurement(warmUp, duration, overrides);
        return new StreamReport(
                plan,
                measurement.run(new RequestStream(plan.functions(), plan.perSecond(), START_NS, plan.seed())),
                measurement.run(new DigestStream(
                        plan.functions(), plan.digestRequests(), plan.flushMs(), START_NS, plan.seed())));
    }

    public String text() {
        return String.format(
                Locale.ROOT,
                """
                %d functions, each %d requests per second of event time: %.0f events/s and core (%d events, %.2f cores)
                the same functions, digests of %d requests every %d ms: %.0f digests/s and core (%d digests, %.2f cores)
                state: %d bytes per function with requests, %d with digests
                """,
                plan.functions(),
                plan.perSecond(),
                requests.perSecondAndCore(),
                requests.events(),
                requests.cores(),
                plan.digestRequests(),
                plan.flushMs(),
                digests.perSecondAndCore(),
                digests.events(),
                digests.cores(),
                requests.checkpointBytes() / plan.functions(),
                digests.checkpointBytes() / plan.functions());
    }

    /** Names to values, units in the names. */
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("events_per_s_per_core", requests.perSecondAndCore());
        json.put("digest_functions_per_s_per_core", digests.perSecondAndCore());
        json.put("state_bytes_per_function", requests.checkpointBytes() / plan.functions());
        json.put("digest_state_bytes_per_function", digests.checkpointBytes() / plan.functions());
        json.put("events", requests.events());
        json.put("events_cores", requests.cores());
        json.put("digests", digests.events());
        json.put("digests_cores", digests.cores());
        json.put("functions", plan.functions());
        json.put("requests_per_s_per_function", plan.perSecond());
        json.put("requests_per_digest", plan.digestRequests());
        json.put("flush_ms", plan.flushMs());
        return json;
    }
}

package io.emfs.tests.scale;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What {@code emfs bench scale --agent} found, as text and for JSON. */
public record AgentScaleReport(ScalePlan plan, AgentScale.Outcome outcome) {
    private static final double MIB = 1 << 20;

    /** Whether the agent lives, has placed and measured every function, and lost no event. */
    public boolean complete() {
        return outcome.alive()
                && outcome.placed() == plan.functions()
                && outcome.measured() == plan.functions()
                && outcome.counted() == outcome.answered()
                && outcome.dropped() == 0;
    }

    public String text() {
        return String.format(
                Locale.ROOT,
                """
                whole agent, %s: %d of %d functions placed, %d measured
                requests: %d answered, %d counted in the kernel, %d events dropped; %.0f requests/s
                memory: resident %.1f MiB, BPF maps %.1f MiB
                """,
                outcome.alive() ? "alive" : "DEAD",
                outcome.placed(),
                plan.functions(),
                outcome.measured(),
                outcome.answered(),
                outcome.counted(),
                outcome.dropped(),
                outcome.requestsPerSecond(),
                outcome.footprint().resident() / MIB,
                outcome.footprint().bpfMaps() / MIB);
    }

    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("functions", plan.functions());
        json.put("functions_placed", outcome.placed());
        json.put("functions_measured", outcome.measured());
        json.put("connections", plan.connections());
        json.put("requests_answered", outcome.answered());
        json.put("requests_counted", outcome.counted());
        json.put("requests_per_second", outcome.requestsPerSecond());
        json.put("dropped", outcome.dropped());
        json.put("resident_bytes", outcome.footprint().resident());
        json.put("bpf_map_bytes", outcome.footprint().bpfMaps());
        json.put("alive", outcome.alive());
        return json;
    }
}

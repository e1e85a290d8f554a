package io.emfs.tests.scale;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What {@code emfs bench scale} found, as text and for JSON. */
public record ScaleReport(ScaleOutcome outcome) {
    private static final double MIB = 1 << 20;

    public String text() {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                """
                functions seen: %d of %d; connections tracked: %d of %d, refusals %d; left after close: %d
                requests: %d answered, %d counted in the kernel = %d events + %d dropped; %.0f events/s
                memory: heap in use %.1f MiB, resident %.1f MiB, BPF maps %.1f MiB
                """,
                outcome.functionsSeen(),
                outcome.plan().functions(),
                outcome.connectionsTracked(),
                outcome.plan().connections(),
                outcome.refused(),
                outcome.connectionsLeft(),
                outcome.exchanged().answered(),
                outcome.counted(),
                outcome.events(),
                outcome.dropped(),
                outcome.eventsPerSecond(),
                outcome.heapBytes() / MIB,
                outcome.footprint().resident() / MIB,
                outcome.footprint().bpfMaps() / MIB));
        outcome.complaints()
                .forEach(complaint -> text.append("WRONG: ").append(complaint).append('\n'));
        return text.toString();
    }

    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("functions", outcome.plan().functions());
        json.put("functions_seen", outcome.functionsSeen());
        json.put("connections", outcome.plan().connections());
        json.put("connections_tracked", outcome.connectionsTracked());
        json.put("connections_left", outcome.connectionsLeft());
        json.put("connections_refused", outcome.refused());
        json.put("max_sockets", outcome.plan().maxSockets());
        json.put("requests_answered", outcome.exchanged().answered());
        json.put("requests_counted", outcome.counted());
        json.put("events", outcome.events());
        json.put("events_per_second", outcome.eventsPerSecond());
        json.put("dropped", outcome.dropped());
        json.put("heap_bytes", outcome.heapBytes());
        json.put("resident_bytes", outcome.footprint().resident());
        json.put("bpf_map_bytes", outcome.footprint().bpfMaps());
        json.put("complaints", outcome.complaints());
        return json;
    }
}

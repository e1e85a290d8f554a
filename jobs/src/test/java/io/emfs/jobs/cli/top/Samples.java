package io.emfs.jobs.cli.top;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;

/** What an agent answered, twice in two seconds: 100 requests, one of them dropped, and a map that was full. */
final class Samples {
    private static final String FUNCTIONS = """
            {"functions": [
              {"name": "report", "node": "n1", "slo": null, "queue": 6, "instances": [7, 8],
               "requests": {"arrivals": 10, "answered": 7, "unanswered": 0, "unsupported": 0, "inFlight": 3}, "windows": [
                {"name": "fast", "sizeMs": 1000, "endMs": 10000, "count": 2, "ratePerSecond": 2.0,
                 "latencyMs": {"p50": 360.04, "p95": 400.0, "p99": 400.0},
                 "queueMs": {"p50": 1.0, "p95": 2.0, "p99": 3.0}, "onCpuMs": {"p50": 350, "p95": 360, "p99": 360}}]},
              {"name": "new", "node": "n1", "slo": null, "queue": 0, "instances": [], "windows": []},
              {"name": "thumbnail", "node": "n1", "slo": {"percentile": 95.0, "latencyMs": 24.0}, "queue": 2,
               "instances": [9], "windows": [
                {"name": "slow", "sizeMs": 30000, "endMs": 10000, "count": 900, "ratePerSecond": 30.0,
                 "latencyMs": {"p50": 8.0, "p95": 20.0, "p99": 30.0}, "queueMs": null, "onCpuMs": null},
                {"name": "fast", "sizeMs": 1000, "endMs": 10000, "count": 49, "ratePerSecond": 49.0,
                 "latencyMs": {"p50": 9.1, "p95": 27.4, "p99": 31.0},
                 "queueMs": {"p50": 0.1, "p95": 0.2, "p99": 0.3}, "onCpuMs": null}]}]}
            """;

    private static final String MONITOR = """
            {"statistics": {"on": true, "leaseSeconds": 10.0, "error": null},
             "monotonicNs": %d, "events": %d, "readerLagMs": 0.254,
             "ring": {"capacityBytes": 8388608, "fillBytes": 83886, "highWaterBytes": 838861},
             "maps": [{"name": "connections", "entries": 32768, "capacity": 65536, "entryBytes": 40, "refused": 0},
                      {"name": "processes", "entries": 16384, "capacity": 16384, "entryBytes": 8, "refused": %d}],
             "counters": {"requests": 118, "droppedRequests": %d, "droppedProcesses": 1},
             "programs": [{"program": "on_segment", "section": "raw_tp/tcp_probe", "runs": %d, "runTimeNs": %d},
                          {"program": "on_fork", "section": "raw_tp/sched_process_fork", "runs": 5,
                           "runTimeNs": 900}]}
            """;

    private static final ObjectMapper JSON = new ObjectMapper();

    private Samples() {}

    static Sample first() {
        return new Sample(parse(FUNCTIONS), parse(MONITOR.formatted(1_000_000_000L, 20, 3, 2, 1_000, 100_000)));
    }

    static Sample second() {
        return new Sample(parse(FUNCTIONS), parse(MONITOR.formatted(3_000_000_000L, 120, 7, 3, 1_200, 160_000)));
    }

    static Sample statisticsRefused() {
        return new Sample(
                parse(FUNCTIONS),
                parse(MONITOR.formatted(3_000_000_000L, 120, 3, 2, 1_000, 100_000)
                        .replace("{\"on\": true", "{\"on\": false")
                        .replace("\"error\": null", "\"error\": \"EPERM\"")));
    }

    static Sample withoutMonitor() {
        return new Sample(parse(FUNCTIONS), MissingNode.getInstance());
    }

    static Sample ofNothing() {
        return new Sample(parse("{\"functions\": []}"), MissingNode.getInstance());
    }

    private static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}

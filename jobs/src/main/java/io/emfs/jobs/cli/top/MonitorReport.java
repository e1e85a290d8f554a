package io.emfs.jobs.cli.top;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the monitor did between two answers of {@code /api/monitor}.
 *
 * @param programs empty if their runs are not counted
 * @param programsError why they are not; null if they are
 */
public record MonitorReport(
        double seconds,
        RingLine ring,
        List<ProgramLine> programs,
        @Nullable String programsError,
        List<MapLine> maps) {
    private static final double NS_PER_S = 1e9;
    private static final String DROPPED = "dropped";

    /** Null if there are not two answers of the same agent. */
    static @Nullable MonitorReport between(JsonNode before, JsonNode now) {
        double seconds = growth(before, now, "monotonicNs") / NS_PER_S;
        if (!before.isObject() || !now.isObject() || seconds <= 0 || growth(before, now, "events") < 0) {
            return null;
        }
        boolean counted = now.at("/statistics/on").asBoolean();
        return new MonitorReport(
                seconds,
                ring(before, now, seconds),
                counted ? programs(before, now, seconds) : List.of(),
                counted ? null : now.at("/statistics/error").asText("statistics are off"),
                maps(before, now, seconds));
    }

    private static RingLine ring(JsonNode before, JsonNode now, double seconds) {
        long dropped = dropped(now.path("counters"));
        JsonNode ring = now.path("ring");
        return new RingLine(
                growth(before, now, "events") / seconds,
                (dropped - dropped(before.path("counters"))) / seconds,
                dropped,
                now.path("readerLagMs").asDouble(),
                ring.path("fillBytes").asLong(),
                ring.path("highWaterBytes").asLong(),
                ring.path("capacityBytes").asLong());
    }

    private static long dropped(JsonNode counters) {
        long sum = 0;
        for (Map.Entry<String, JsonNode> counter : counters.properties()) {
            if (counter.getKey().startsWith(DROPPED)) {
                sum += counter.getValue().asLong();
            }
        }
        return sum;
    }

    private static List<ProgramLine> programs(JsonNode before, JsonNode now, double seconds) {
        List<ProgramLine> lines = new ArrayList<>();
        for (JsonNode program : now.path("programs")) {
            JsonNode earlier = named(before.path("programs"), "program", program);
            lines.add(ProgramLine.of(
                    program.path("program").asText(),
                    program.path("section").asText(),
                    growth(earlier, program, "runs"),
                    growth(earlier, program, "runTimeNs"),
                    seconds));
        }
        return lines;
    }

    private static List<MapLine> maps(JsonNode before, JsonNode now, double seconds) {
        List<MapLine> lines = new ArrayList<>();
        for (JsonNode map : now.path("maps")) {
            lines.add(new MapLine(
                    map.path("name").asText(),
                    map.path("entries").asLong(),
                    map.path("capacity").asLong(),
                    map.path("entryBytes").asInt(),
                    growth(named(before.path("maps"), "name", map), map, "refused") / seconds,
                    map.path("refused").asLong()));
        }
        return lines;
    }

    private static JsonNode named(JsonNode all, String key, JsonNode like) {
        for (JsonNode one : all) {
            if (one.path(key).equals(like.path(key))) {
                return one;
            }
        }
        return MissingNode.getInstance();
    }

    private static long growth(JsonNode before, JsonNode now, String key) {
        return now.path(key).asLong() - before.path(key).asLong();
    }
}

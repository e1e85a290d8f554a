package io.emfs.tests.faas;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** In which base queue each function was, and when, as the agent's audit log tells. Immutable. */
final class QueueHistory {
    static final QueueHistory NONE = new QueueHistory(Map.of());

    private static final double NS_PER_S = 1e9;

    private final Map<String, List<Move>> moves;

    private record Move(Instant at, int to) {}

    private QueueHistory(Map<String, List<Move>> moves) {
        this.moves = moves;
    }

    /** Of all {@code audit.jsonl*} in the agent's state directory. */
    static QueueHistory in(Path stateDirectory) throws IOException {
        JsonMapper json = new JsonMapper();
        Map<String, List<Move>> moves = new HashMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(stateDirectory, "audit.jsonl*")) {
            for (Path file : files) {
                for (String line : Files.readAllLines(file)) {
                    JsonNode entry = json.readTree(line);
                    if (entry.path("kind").asText().equals("move")) {
                        moves.computeIfAbsent(entry.path("function").asText(), name -> new ArrayList<>())
                                .add(new Move(
                                        Instant.parse(entry.path("time").asText()),
                                        entry.path("to").asInt()));
                    }
                }
            }
        }
        moves.values().forEach(each -> each.sort(Comparator.comparing(Move::at)));
        return new QueueHistory(moves);
    }

    /** Over the time between; NaN for a function that had no queue by its end. */
    double meanQueue(String function, Instant from, Instant to) {
        double weighted = 0;
        double seconds = 0;
        List<Move> own = moves.getOrDefault(function, List.of());
        for (int i = 0; i < own.size(); i++) {
            Instant since = latest(own.get(i).at(), from);
            Instant until = i + 1 < own.size() ? earliest(own.get(i + 1).at(), to) : to;
            if (since.isBefore(until)) {
                double part = Duration.between(since, until).toNanos() / NS_PER_S;
                weighted += part * own.get(i).to();
                seconds += part;
            }
        }
        return weighted / seconds;
    }

    private static Instant latest(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }

    private static Instant earliest(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }
}

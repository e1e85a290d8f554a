package io.emfs.jobs.cli.top;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one frame shows; its JSON is what {@code --json} prints.
 *
 * @param window that the functions' figures are of; null if there is none yet
 * @param monitor null while the agent has none
 */
public record TopReport(
        @Nullable String window,
        List<FunctionLine> functions,
        @Nullable MonitorReport monitor) {

    private static final Comparator<JsonNode> SHORTEST_FIRST = Comparator.comparingLong(
                    (JsonNode window) -> window.path("sizeMs").asLong())
            .thenComparing(window -> window.path("name").asText());

    /** {@code window} is the one to show; null for the shortest. */
    public static TopReport between(Sample before, Sample now, SortOrder order, @Nullable String window) {
        JsonNode functions = now.functions().path("functions");
        String shown = window == null ? shortest(functions) : window;
        List<FunctionLine> lines = new ArrayList<>();
        functions.forEach(function -> lines.add(FunctionLine.of(function, shown)));
        lines.sort(order.comparator());
        return new TopReport(shown, List.copyOf(lines), MonitorReport.between(before.monitor(), now.monitor()));
    }

    private static @Nullable String shortest(JsonNode functions) {
        List<JsonNode> windows = new ArrayList<>();
        functions.forEach(function -> function.path("windows").forEach(windows::add));
        return windows.stream()
                .min(SHORTEST_FIRST)
                .map(window -> window.path("name").asText())
                .orElse(null);
    }
}

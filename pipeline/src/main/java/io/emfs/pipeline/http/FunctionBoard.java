package io.emfs.pipeline.http;

import io.emfs.config.PolicyConfig.Mode;
import io.emfs.state.FunctionKey;
import io.emfs.state.FunctionReport;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where each function was placed, and the newest report of each of its windows. Thread-safe. */
public final class FunctionBoard {
    private static final Comparator<FunctionReport> BY_END =
            Comparator.comparingLong(report -> report.summary().endMs());

    private final ConcurrentMap<FunctionKey, Map<String, FunctionReport>> functions = new ConcurrentHashMap<>();
    private final ConcurrentMap<FunctionKey, Place> placed = new ConcurrentHashMap<>();

    private record Place(int queue, Mode mode) {}

    /** The executor has given the function its queue, in real time or by nice levels. */
    public void place(FunctionKey key, int queue, Mode mode) {
        placed.put(key, new Place(queue, mode));
    }

    /** A window that ends before the one shown is ignored. */
    public void update(FunctionReport report) {
        functions
                .computeIfAbsent(report.summary().key(), key -> new ConcurrentHashMap<>())
                .merge(report.summary().window(), report, (old, next) -> BY_END.compare(next, old) < 0 ? old : next);
    }

    /** Takes a function down that is no longer deployed. */
    public void forget(FunctionKey key) {
        functions.remove(key);
        placed.remove(key);
    }

    /** In order of node, then function. */
    public List<FunctionKey> keys() {
        return Stream.concat(placed.keySet().stream(), functions.keySet().stream())
                .distinct()
                .sorted(Comparator.comparing(FunctionKey::node).thenComparing(FunctionKey::function))
                .toList();
    }

    /** The newest report of each of the function's windows, by name. */
    public List<FunctionReport> windowsOf(FunctionKey key) {
        return reports(key).stream()
                .sorted(Comparator.comparing(report -> report.summary().window()))
                .toList();
    }

    /** Null if that window has not been seen. */
    public @Nullable FunctionReport newest(FunctionKey key, String window) {
        Map<String, FunctionReport> windows = functions.get(key);
        return windows == null ? null : windows.get(window);
    }

    /** The queue the function is in, or, where no executor has told, is meant to be in; 0 if none was given yet. */
    public int queueOf(FunctionKey key) {
        Place place = placed.get(key);
        return place != null
                ? place.queue()
                : reports(key).stream().max(BY_END).map(FunctionReport::queue).orElse(0);
    }

    /** Null if no executor has told. */
    public @Nullable Mode modeOf(FunctionKey key) {
        Place place = placed.get(key);
        return place == null ? null : place.mode();
    }

    private Collection<FunctionReport> reports(FunctionKey key) {
        Map<String, FunctionReport> windows = functions.get(key);
        return windows == null ? List.of() : windows.values();
    }
}

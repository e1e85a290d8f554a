package io.emfs.pipeline.http;

import io.emfs.pipeline.channel.FunctionStatus;
import io.emfs.state.FunctionKey;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** The newest status of every function and window. Thread-safe. */
public final class FunctionBoard {
    private static final Comparator<FunctionStatus> BY_END =
            Comparator.comparingLong(status -> status.summary().endMs());

    private final ConcurrentMap<FunctionKey, Map<String, FunctionStatus>> functions = new ConcurrentHashMap<>();

    /** A window that ends before the one shown is ignored. */
    public void update(FunctionStatus status) {
        functions
                .computeIfAbsent(status.summary().key(), key -> new ConcurrentHashMap<>())
                .merge(status.summary().window(), status, (old, next) -> BY_END.compare(next, old) < 0 ? old : next);
    }

    /** Takes a function down that is no longer deployed. */
    public void forget(FunctionKey key) {
        functions.remove(key);
    }

    /** In order of node, then function. */
    public List<FunctionKey> keys() {
        return functions.keySet().stream()
                .sorted(Comparator.comparing(FunctionKey::node).thenComparing(FunctionKey::function))
                .toList();
    }

    /** The newest status of each of the function's windows, by name. */
    public List<FunctionStatus> windowsOf(FunctionKey key) {
        return statuses(key).stream()
                .sorted(Comparator.comparing(status -> status.summary().window()))
                .toList();
    }

    /** Null if that window has not been seen. */
    public @Nullable FunctionStatus newest(FunctionKey key, String window) {
        Map<String, FunctionStatus> windows = functions.get(key);
        return windows == null ? null : windows.get(window);
    }

    /** The queue that the most recent window tells of; 0 if none was given yet. */
    public int queueOf(FunctionKey key) {
        return statuses(key).stream().max(BY_END).map(FunctionStatus::queue).orElse(0);
    }

    private Collection<FunctionStatus> statuses(FunctionKey key) {
        Map<String, FunctionStatus> windows = functions.get(key);
        return windows == null ? List.of() : windows.values();
    }
}

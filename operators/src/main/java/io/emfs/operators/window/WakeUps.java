package io.emfs.operators.window;

import io.emfs.state.FunctionKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * When windows of one node's functions may end. Many end at the same moment, so that this is far cheaper than a timer for
 * each of them. On the task thread.
 */
final class WakeUps {
    /** Later than any end of a window. */
    static final long NEVER = Long.MAX_VALUE;

    private final NavigableMap<Long, List<FunctionKey>> functions = new TreeMap<>();
    private final Map<FunctionKey, Long> asleep = new HashMap<>();

    /** Adds a wake-up; whether it still holds then is for the function to say. */
    void add(FunctionKey function, long endMs) {
        functions.computeIfAbsent(endMs, end -> new ArrayList<>()).add(function);
    }

    boolean isEmpty() {
        return functions.isEmpty();
    }

    /** Whether a time has reached the last millisecond before the next end. */
    boolean isDue(long reachedMs) {
        return !functions.isEmpty() && functions.firstKey() - 1 <= reachedMs;
    }

    /** The next end, or {@link #NEVER}. */
    long nextMs() {
        return functions.isEmpty() ? NEVER : functions.firstKey();
    }

    /** Takes out those of the next end; only if there is one. */
    List<FunctionKey> poll() {
        return functions.pollFirstEntry().getValue();
    }

    /** The function left the heap; a wake-up for then was added. */
    void sleep(FunctionKey function, long endMs) {
        asleep.put(function, endMs);
    }

    /** Whether the function is not on the heap and has its next end then. */
    boolean isAsleepUntil(FunctionKey function, long endMs) {
        return asleep.getOrDefault(function, NEVER) == endMs;
    }

    /** The function is on the heap from now on: its next end; {@link #NEVER} if it has no slices in keyed state. */
    long awake(FunctionKey function) {
        Long endMs = asleep.remove(function);
        return endMs == null ? NEVER : endMs;
    }
}

package io.emfs.operators.window;

import io.emfs.state.FunctionKey;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * When windows of the functions on the heap may end. Many end at the same moment, so that this is far cheaper than a timer
 * for each of them. On the task thread.
 */
final class WakeUps {
    /** Later than any watermark. */
    static final long NEVER = Long.MAX_VALUE;

    private final NavigableMap<Long, List<FunctionKey>> functions = new TreeMap<>();

    /** Adds a wake-up; whether it still holds then is for the function to say, if it is still on the heap. */
    void add(FunctionKey function, long endMs) {
        functions.computeIfAbsent(endMs, end -> new ArrayList<>()).add(function);
    }

    /** Whether the watermark has reached the last millisecond before the next end. */
    boolean isDue(long watermarkMs) {
        return !functions.isEmpty() && functions.firstKey() - 1 <= watermarkMs;
    }

    /** The next end; only if there is one. */
    long nextMs() {
        return functions.firstKey();
    }

    /** Takes out those of the next end; only if there is one. */
    List<FunctionKey> poll() {
        return functions.pollFirstEntry().getValue();
    }
}

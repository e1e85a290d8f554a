package io.emfs.operators.window;

import io.emfs.config.WindowConfig;
import io.emfs.operators.fleet.FleetWindow;
import io.emfs.state.SliceKey;
import java.io.Serializable;
import java.util.List;

/**
 * The arithmetic of one configured window, in epoch ms. Windows start at multiples of the slide; a slice is one slide long,
 * so every request is stored once however many windows it is in.
 */
record SlidingWindow(String name, long sizeMs, long slideMs) implements Serializable {

    static List<SlidingWindow> of(List<WindowConfig> configs) {
        return configs.stream().map(SlidingWindow::of).toList();
    }

    static SlidingWindow of(WindowConfig config) {
        return new SlidingWindow(
                config.name(), config.size().toMillis(), config.slide().toMillis());
    }

    /** Of several of the same size, the first. */
    static SlidingWindow longest(List<SlidingWindow> windows) {
        SlidingWindow longest = windows.get(0);
        for (SlidingWindow window : windows) {
            if (window.sizeMs > longest.sizeMs) {
                longest = window;
            }
        }
        return longest;
    }

    FleetWindow ofFleet() {
        return new FleetWindow(name, sizeMs, slideMs);
    }

    SliceKey sliceAt(long timestampMs) {
        long startMs = Math.floorDiv(timestampMs, slideMs) * slideMs;
        return new SliceKey(name, startMs, startMs + slideMs);
    }

    boolean owns(SliceKey slice) {
        return slice.window().equals(name);
    }

    boolean endsAt(long ms) {
        return Math.floorMod(ms, slideMs) == 0;
    }

    /** The first window end after {@code ms}. */
    long nextEndMs(long ms) {
        return (Math.floorDiv(ms, slideMs) + 1) * slideMs;
    }

    /** Whether the window that ends at {@code endMs} contains the whole slice. */
    boolean contains(SliceKey slice, long endMs) {
        return slice.startMs() >= endMs - sizeMs && slice.endMs() <= endMs;
    }

    /** Whether no window that ends at {@code endMs} or later contains the slice. */
    boolean isPast(SliceKey slice, long endMs) {
        return slice.startMs() < endMs - sizeMs;
    }

    /**
     * The end of the first window that the slice is in and that has not closed yet; −1 if all have, and the slice is late.
     * A window closes when its node's time reaches its last millisecond.
     */
    long firstOpenEndMs(SliceKey slice, long reachedMs) {
        if (slice.endMs() - 1 > reachedMs) {
            return slice.endMs();
        }
        long endMs = nextEndMs(reachedMs + 1);
        return isPast(slice, endMs) ? LATE : endMs;
    }

    static final long LATE = -1;
}

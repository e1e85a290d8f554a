package io.emfs.operators.window;

import io.emfs.config.Slo;
import io.emfs.state.FunctionKey;
import io.emfs.state.LatencySketch;
import io.emfs.state.Quantity;
import io.emfs.state.SketchSum;
import io.emfs.state.SliceKey;
import io.emfs.state.WindowSlice;
import io.emfs.state.WindowSummary;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One function's window at a moment when it may end: merges the slices in it if it does. Lives within one timer, on the
 * task thread.
 */
final class ClosingWindow {
    private static final double PERCENT = 100;
    private static final WindowSlice NOTHING = new WindowSlice();

    private final SlidingWindow window;
    private final long endMs;
    private final boolean ends;
    private final List<WindowSlice> contained = new ArrayList<>();
    private WindowSlice merged = NOTHING;
    private boolean lostSlices;
    private boolean liveSlices;

    ClosingWindow(SlidingWindow window, long endMs) {
        this.window = window;
        this.endMs = endMs;
        this.ends = window.endsAt(endMs);
    }

    boolean owns(SliceKey slice) {
        return window.owns(slice);
    }

    /** False if the slice lies before the window that ends now: no later one will contain it. */
    boolean take(SliceKey key, List<WindowSlice> parts) {
        if (ends && window.isPast(key, endMs)) {
            lostSlices = true;
            return false;
        }
        liveSlices = true;
        if (ends && window.contains(key, endMs)) {
            contained.addAll(parts);
        }
        return true;
    }

    /** After the last slice was taken; {@code sum} is empty before and after. */
    void merge(SketchSum sum) {
        if (!contained.isEmpty()) {
            merged = WindowSlice.sum(contained, sum);
        }
    }

    /** Whether there is something to say: requests, or for the first time none any more. */
    boolean isNews() {
        return !merged.isEmpty() || lostSlices;
    }

    /** Whether the window will end again with slices in it. */
    boolean hasLiveSlices() {
        return liveSlices;
    }

    long nextEndMs() {
        return window.nextEndMs(endMs);
    }

    /** Of the requests in it; nobody else has it, unless it is empty. */
    LatencySketch latency() {
        return merged.of(Quantity.LATENCY);
    }

    WindowSummary summary(FunctionKey key, @Nullable Slo slo, long closedByNs) {
        return new WindowSummary(
                key,
                window.name(),
                endMs - window.sizeMs(),
                endMs,
                merged.count(),
                slo == null
                        ? 0
                        : merged.of(Quantity.LATENCY).countAbove(slo.latency().toNanos()),
                merged.toPercentiles(),
                slo == null ? 0 : merged.of(Quantity.LATENCY).percentile(slo.percentile() / PERCENT),
                merged.inFlight(),
                closedByNs);
    }
}

package io.emfs.operators.window;

import io.emfs.config.Slo;
import io.emfs.state.FunctionKey;
import io.emfs.state.WindowSlice;
import io.emfs.state.WindowSummary;
import org.jspecify.annotations.Nullable;

/** One function's window that ends now: merges its slices. Lives within one timer, on the task thread. */
final class ClosingWindow {
    private static final double PERCENT = 100;

    private final SlidingWindow window;
    private final long endMs;
    private final WindowSlice merged = new WindowSlice();
    private boolean lostSlices;

    ClosingWindow(SlidingWindow window, long endMs) {
        this.window = window;
        this.endMs = endMs;
    }

    /** The slice stays as it is: state backends on the heap hand out their own instance. */
    void add(WindowSlice slice) {
        merged.merge(slice);
    }

    /** A slice was in the window before, and is not in this one. */
    void loseSlice() {
        lostSlices = true;
    }

    /** Whether there is something to say: requests, or for the first time none any more. */
    boolean isNews() {
        return merged.count() > 0 || lostSlices;
    }

    WindowSummary summary(FunctionKey key, @Nullable Slo slo, long closedByNs) {
        return new WindowSummary(
                key,
                window.name(),
                endMs - window.sizeMs(),
                endMs,
                merged.count(),
                merged.latency().toPercentiles(),
                merged.queueDelay().toPercentiles(),
                merged.service().toPercentiles(),
                slo == null ? 0 : merged.latency().percentile(slo.percentile() / PERCENT),
                closedByNs);
    }
}

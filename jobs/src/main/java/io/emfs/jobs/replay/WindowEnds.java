package io.emfs.jobs.replay;

import io.emfs.config.WindowConfig;
import java.util.List;

/**
 * The watermarks, in epoch ms, at which the job may say something: those that reach the last millisecond of some window.
 * Immutable.
 */
final class WindowEnds {
    private final List<Long> slidesMs;
    private final long longestMs;

    /** Throws {@link IllegalArgumentException} for slides that leave no millisecond between two ends. */
    WindowEnds(List<WindowConfig> windows) {
        slidesMs = windows.stream().map(window -> window.slide().toMillis()).toList();
        longestMs = windows.stream()
                .mapToLong(window -> window.size().plus(window.slide()).toMillis())
                .max()
                .orElse(0);
        if (slidesMs.stream().reduce(0L, WindowEnds::greatestCommonDivisor) == 1) {
            throw new IllegalArgumentException("windows[].slide = " + slidesMs
                    + " ms: a replay needs slides with a common divisor of at least 2 ms");
        }
    }

    /** The first such watermark after {@code watermarkMs}. */
    long next(long watermarkMs) {
        return slidesMs.stream()
                .mapToLong(slideMs -> (Math.floorDiv(watermarkMs + 1, slideMs) + 1) * slideMs - 1)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /** When every window that contains an event of that time has been reported, and once more without requests. */
    long lastFor(long timestampMs) {
        return timestampMs + longestMs;
    }

    private static long greatestCommonDivisor(long a, long b) {
        return b == 0 ? a : greatestCommonDivisor(b, a % b);
    }
}

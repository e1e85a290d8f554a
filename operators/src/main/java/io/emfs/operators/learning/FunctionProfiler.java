package io.emfs.operators.learning;

import io.emfs.config.WindowConfig;
import io.emfs.state.FunctionProfile;
import io.emfs.state.Observation;
import io.emfs.state.WindowSummary;
import java.io.Serializable;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the windows that a function's profile is made of: the shortest that has enough requests to tell a percentile, or
 * the longest if it has a few. Pure; immutable.
 */
public final class FunctionProfiler implements Serializable {
    private static final long serialVersionUID = 2;

    /** As in the windows that models are trained on in simulation. */
    static final int ENOUGH_REQUESTS = 20;

    static final int LEAST_REQUESTS = 5;

    private final String longest;

    private FunctionProfiler(String longest) {
        this.longest = longest;
    }

    public static FunctionProfiler of(List<WindowConfig> windows) {
        return new FunctionProfiler(windows.stream()
                .max(Comparator.comparing(WindowConfig::size))
                .orElseThrow(() -> new IllegalArgumentException("no windows"))
                .name());
    }

    /** Whether the window has enough requests for what it says to be no chance. */
    public boolean tells(WindowSummary window) {
        return window.count() >= ENOUGH_REQUESTS || (window.count() >= LEAST_REQUESTS && isLongest(window));
    }

    /** After its windows there is no other that would show more of a rare function. */
    public boolean isLongest(WindowSummary window) {
        return window.window().equals(longest);
    }

    /**
     * The profile after one more window, which must not overlap the one before.
     *
     * @param forecaster that is in use, and judged by this window; null if there is none
     * @param room to forecast in
     */
    public FunctionProfile next(
            FunctionProfile before, Observation seen, @Nullable QueueForecaster forecaster, Forecast room) {
        if (forecaster == null) {
            return before.next(seen);
        }
        forecaster.forecast(before, room);
        return before.with(ForecastJudge.judge(room, before, seen)).next(seen);
    }
}

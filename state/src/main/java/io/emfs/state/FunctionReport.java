package io.emfs.state;

import org.jspecify.annotations.Nullable;

/**
 * What a user is shown of a function after each window.
 *
 * @param queue the base queue after the window, 1…n
 * @param prediction for the next window in that queue; null if no model is trusted with it
 * @param basis what the function's next move would be decided on; {@link Basis#NONE} of windows that decide nothing
 * @param calibration of forecasts so far
 */
public record FunctionReport(
        WindowSummary summary,
        FunctionProfile profile,
        int queue,
        @Nullable Prediction prediction,
        Basis basis,
        Calibration calibration) {}

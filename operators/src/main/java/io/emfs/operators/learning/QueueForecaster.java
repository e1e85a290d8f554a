package io.emfs.operators.learning;

import io.emfs.state.FunctionProfile;

/** Answers what p95 latency a function would see in each queue in its next window. Thread-safe. */
public interface QueueForecaster {

    int queues();

    /** Fills {@code out}, corrected by the profile's {@link io.emfs.state.ForecastScore}. */
    void forecast(FunctionProfile profile, Forecast out);
}

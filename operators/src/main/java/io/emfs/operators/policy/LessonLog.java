package io.emfs.operators.policy;

import io.emfs.state.FunctionProfile;
import io.emfs.state.Observation;

/** Takes note of what windows have shown, for models to be trained on. */
@FunctionalInterface
interface LessonLog {
    LessonLog NONE = (function, before, seen) -> {};

    /** {@code before} is what was known of the function when its window {@code seen} began. */
    void add(String function, FunctionProfile before, Observation seen);
}

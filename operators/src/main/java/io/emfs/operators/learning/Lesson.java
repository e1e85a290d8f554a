package io.emfs.operators.learning;

import io.emfs.state.FunctionKey;
import io.emfs.state.FunctionProfile;
import io.emfs.state.Observation;
import org.jspecify.annotations.Nullable;

/**
 * One window of one function, as it was learned from. Immutable.
 *
 * @param before what was known of the function
 * @param after what is known with this window, without any forecast's score
 */
public record Lesson(FunctionKey key, FunctionProfile before, Observation seen, FunctionProfile after) {

    /** Null if nothing can be learned from it, as before the function's first window. */
    public @Nullable TrainingRow row(FeatureVectors features) {
        return TrainingRow.of(features, hash(), before, seen);
    }

    /** What rows know the function by. */
    public long hash() {
        return hash(key);
    }

    public static long hash(FunctionKey key) {
        return TrainingRow.hash(key.node() + "/" + key.function());
    }
}

package io.emfs.pipeline.http;

import io.emfs.config.Slo;
import io.emfs.state.FunctionKey;
import org.jspecify.annotations.Nullable;

/** The objectives of the functions, declared or discovered. Thread-safe. */
public interface SloDirectory {

    /** Null if the function has none. */
    @Nullable
    Slo sloOf(FunctionKey key);
}

package io.emfs.pipeline.executor;

import io.emfs.state.FunctionKey;

/** Which processes serve a function at this moment. Thread-safe. */
public interface InstanceDirectory {

    /** Empty if there are none; may name processes that have just ended. */
    int[] pidsOf(FunctionKey key);

    /** False for a process that only has the number of one that served the function, and has ended. */
    default boolean serves(FunctionKey key, int pid, long startTicks) {
        return true;
    }
}

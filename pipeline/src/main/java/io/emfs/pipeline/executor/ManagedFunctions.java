package io.emfs.pipeline.executor;

import io.emfs.state.FunctionKey;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The functions that have had commands. One caller at a time: within the executor's turn. */
final class ManagedFunctions {
    private final Modes modes;
    private final Map<FunctionKey, ManagedFunction> functions = new HashMap<>();

    ManagedFunctions(Modes modes) {
        this.modes = modes;
    }

    ManagedFunction of(FunctionKey key) {
        return functions.computeIfAbsent(key, absent -> new ManagedFunction(absent, modes));
    }

    void forget() {
        functions.clear();
    }

    Collection<ManagedFunction> all() {
        return List.copyOf(functions.values());
    }
}

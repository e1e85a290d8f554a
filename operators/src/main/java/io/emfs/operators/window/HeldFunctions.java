package io.emfs.operators.window;

import io.emfs.state.FunctionKey;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The functions that are on the heap, so many at most, in the order of their last use. On the task thread. */
final class HeldFunctions {
    private static final float LOAD_FACTOR = 0.75f;

    private final Map<FunctionKey, HeldFunction> functions = new LinkedHashMap<>(16, LOAD_FACTOR, true);
    private final int limit;

    HeldFunctions(int limit) {
        this.limit = limit;
    }

    /** Null if it is not on the heap; this is a use. */
    @Nullable
    HeldFunction get(FunctionKey key) {
        return functions.get(key);
    }

    void add(HeldFunction function) {
        functions.put(function.key(), function);
    }

    void remove(HeldFunction function) {
        functions.remove(function.key());
    }

    /** Takes out the one that was not used for longest, if there is one too many. */
    @Nullable
    HeldFunction pollSurplus() {
        if (functions.size() <= limit) {
            return null;
        }
        Iterator<HeldFunction> eldestFirst = functions.values().iterator();
        HeldFunction eldest = eldestFirst.next();
        eldestFirst.remove();
        return eldest;
    }

    Collection<HeldFunction> all() {
        return functions.values();
    }
}

package io.emfs.bpf.monitor;

import io.emfs.state.FunctionKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Numbers functions for the kernel side: 1, 2, … in order of appearance; 0 means none. Bounded: those known before the
 * numbers ran out stay, later ones are counted. Thread-safe.
 */
final class FunctionIds {
    private static final Logger log = LoggerFactory.getLogger(FunctionIds.class);

    private final String node;
    private final int capacity;
    private final Map<String, Integer> ids = new HashMap<>();
    private final List<FunctionKey> keys = new ArrayList<>();
    private long refused;

    /** {@code capacity} is the largest number given out. */
    FunctionIds(String node, int capacity) {
        this.node = node;
        this.capacity = capacity;
    }

    /** Empty if the numbers have run out. */
    synchronized Optional<Integer> idOf(String function) {
        Integer known = ids.get(function);
        if (known != null) {
            return Optional.of(known);
        }
        if (keys.size() == capacity) {
            if (refused++ == 0) {
                log.warn("function {} and later ones are not watched: monitor.max-functions = {}", function, capacity);
            }
            return Optional.empty();
        }
        keys.add(new FunctionKey(node, function));
        ids.put(function, keys.size());
        return Optional.of(keys.size());
    }

    synchronized FunctionKey key(int id) {
        return keys.get(id - 1);
    }

    /** All functions so far; number i is at i − 1. */
    synchronized List<FunctionKey> keys() {
        return List.copyOf(keys);
    }

    synchronized int size() {
        return keys.size();
    }

    /** How often a function was turned away. */
    synchronized long refused() {
        return refused;
    }
}

package io.emfs.bpf.monitor;

import io.emfs.state.FunctionKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Numbers functions for the kernel side: 1, 2, … in order of appearance; 0 means none. Thread-safe. */
final class FunctionIds {
    private final String node;
    private final Map<String, Integer> ids = new HashMap<>();
    private final List<FunctionKey> keys = new ArrayList<>();

    FunctionIds(String node) {
        this.node = node;
    }

    synchronized int idOf(String function) {
        return ids.computeIfAbsent(function, name -> {
            keys.add(new FunctionKey(node, name));
            return keys.size();
        });
    }

    synchronized FunctionKey key(int id) {
        return keys.get(id - 1);
    }
}

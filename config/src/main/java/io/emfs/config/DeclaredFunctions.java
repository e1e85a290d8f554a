package io.emfs.config;

import java.io.Serializable;
import java.util.AbstractList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.RandomAccess;

/** {@code functions[]} with an index by name: each window of each function asks for its SLO. Immutable. */
final class DeclaredFunctions extends AbstractList<FunctionConfig> implements RandomAccess, Serializable {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // what List.copyOf returns is serializable
    private final List<FunctionConfig> functions;

    @SuppressWarnings("serial")
    private final Map<String, FunctionConfig> byName = new HashMap<>();

    private DeclaredFunctions(List<FunctionConfig> functions) {
        this.functions = List.copyOf(functions);
        functions.forEach(function -> byName.putIfAbsent(function.name(), function));
    }

    static DeclaredFunctions of(List<FunctionConfig> functions) {
        return functions instanceof DeclaredFunctions declared ? declared : new DeclaredFunctions(functions);
    }

    /** The first of this name. */
    Optional<FunctionConfig> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    @Override
    public FunctionConfig get(int index) {
        return functions.get(index);
    }

    @Override
    public int size() {
        return functions.size();
    }
}

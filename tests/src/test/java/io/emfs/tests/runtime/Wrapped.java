package io.emfs.tests.runtime;

import java.util.ArrayList;
import java.util.List;

/** A command behind another that executes it. */
final class Wrapped {
    private Wrapped() {}

    static List<String> of(List<String> wrapper, List<String> command) {
        List<String> all = new ArrayList<>(wrapper);
        all.addAll(command);
        return all;
    }
}

package io.emfs.tests.learning;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Wall-clock seconds by name; of one that is measured again, the sum. One thread. */
public final class Timings {
    private static final double NS_PER_S = 1e9;

    private final Map<String, Double> seconds = new LinkedHashMap<>();

    /** Returns what {@code work} returns. */
    public <T> T measure(String name, Supplier<T> work) {
        long startNs = System.nanoTime();
        T result = work.get();
        seconds.merge(name, (System.nanoTime() - startNs) / NS_PER_S, Double::sum);
        return result;
    }

    Map<String, Double> seconds() {
        return seconds;
    }
}

package io.emfs.tests.faas;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What {@code faas_scheduler} did.
 *
 * @param requests announced
 * @param dispatched how often one of them was given the core
 * @param usedUp requests that had their slice and became fair
 * @param overloaded requests that became fair because they had waited too long
 * @param gone threads that were no more when their scheduling was to change
 * @param sliceNs at the end
 */
record RivalReport(long requests, long dispatched, long usedUp, long overloaded, long gone, long sliceNs) {
    /** Throws {@link IllegalArgumentException} on anything else than its last line. */
    static RivalReport parse(String line) {
        Map<String, Long> values = Arrays.stream(line.split(" ", -1))
                .map(field -> field.split("=", -1))
                .filter(field -> field.length == 2)
                .collect(Collectors.toMap(field -> field[0], field -> Long.parseLong(field[1])));
        return new RivalReport(
                value(values, "requests", line),
                value(values, "dispatched", line),
                value(values, "used_up", line),
                value(values, "overloaded", line),
                value(values, "gone", line),
                value(values, "slice_ns", line));
    }

    private static long value(Map<String, Long> values, String name, String line) {
        Long value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("faas_scheduler's report \"" + line + "\" has no " + name);
        }
        return value;
    }
}

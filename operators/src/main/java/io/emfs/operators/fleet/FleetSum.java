package io.emfs.operators.fleet;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Adds up what subtasks have sent. Pure. */
final class FleetSum {
    private static final Comparator<FleetFunction> WORST_FIRST = Comparator.comparingDouble(FleetFunction::missedShare)
            .thenComparingDouble(FleetFunction::p95Ns)
            .reversed()
            .thenComparing(FleetFunction::name);

    private FleetSum() {}

    /** Of one event of each subtask, the newest last: its window is the one that counts. */
    static FleetReport of(List<SharesEvent> events) {
        if (events.isEmpty()) {
            return FleetReport.NOTHING_YET;
        }
        FleetWindow window = events.get(events.size() - 1).window();
        Map<String, FunctionShare> functions = new HashMap<>();
        long endMs = Long.MIN_VALUE;
        long leftOut = 0;
        long strays = 0;
        for (SharesEvent event : events) {
            if (event.window().equals(window)) {
                event.forEach((name, share) -> merge(functions, name, share));
                endMs = Math.max(endMs, event.endMs());
                leftOut += event.leftOut();
                strays += event.strays();
            }
        }
        return new FleetReport(
                window,
                endMs,
                leftOut,
                strays,
                functions.entrySet().stream()
                        .map(function -> function.getValue().toFunction(function.getKey(), window))
                        .sorted(WORST_FIRST)
                        .toList());
    }

    private static void merge(Map<String, FunctionShare> functions, String name, FunctionShare share) {
        FunctionShare known = functions.putIfAbsent(name, share);
        if (known != null) {
            known.merge(share);
        }
    }
}

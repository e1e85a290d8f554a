package io.emfs.operators.fleet;

import io.emfs.config.Slo;
import io.emfs.state.LatencySketch;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A window end for which some nodes may still have something to say. On the task thread. */
final class OpenEnd {
    private final int mostFunctions;
    private final Map<String, FunctionShare> functions = new HashMap<>();
    private long leftOut;

    OpenEnd(int mostFunctions) {
        this.mostFunctions = mostFunctions;
    }

    /** What one node saw; takes ownership of {@code latency}. */
    void add(String function, long missed, @Nullable Slo slo, LatencySketch latency) {
        FunctionShare known = functions.get(function);
        if (known != null) {
            known.merge(1, missed, slo, latency);
        } else if (functions.size() < mostFunctions) {
            functions.put(function, new FunctionShare(1, missed, slo, latency));
        } else {
            leftOut++;
        }
    }

    SharesEvent toEvent(FleetWindow window, long endMs, long strays) {
        return SharesEvent.of(window, endMs, leftOut, strays, functions);
    }
}

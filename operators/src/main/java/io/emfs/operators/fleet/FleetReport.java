package io.emfs.operators.fleet;

import java.util.List;
import org.apache.flink.runtime.operators.coordination.CoordinationResponse;
import org.jspecify.annotations.Nullable;

/**
 * All functions of a job that answered requests in the newest window, the worst first: by their share of misses, then by
 * their p95. Immutable.
 *
 * @param window null until one is complete
 * @param endMs of the newest one, epoch ms; that of a subtask may have ended a slide earlier
 * @param leftOut windows of functions on nodes that are not in here, for there are too many functions
 * @param strays windows of functions on nodes whose time is too far from the others' to be in here
 */
public record FleetReport(
        @Nullable FleetWindow window, long endMs, long leftOut, long strays, List<FleetFunction> functions)
        implements CoordinationResponse {
    private static final long serialVersionUID = 1;

    static final FleetReport NOTHING_YET = new FleetReport(null, 0, 0, 0, List.of());

    public FleetReport {
        functions = List.copyOf(functions);
    }
}

package io.emfs.pipeline.executor;

import io.emfs.bpf.monitor.RequestTotals;
import io.emfs.state.FunctionKey;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What the executor asks and tells about functions; thread-safe all of them.
 *
 * @param requests what became of the function's requests so far
 * @param measured functions that show in the meters
 * @param placements told of each queue change that was carried out
 */
public record FunctionPorts(
        InstanceDirectory instances,
        Function<FunctionKey, RequestTotals> requests,
        Predicate<FunctionKey> measured,
        PlacementListener placements) {

    /** Of functions without known requests, all in the meters. */
    public static FunctionPorts of(InstanceDirectory instances) {
        return new FunctionPorts(instances, key -> RequestTotals.NONE, key -> true, (key, queue, demandNs) -> {});
    }
}

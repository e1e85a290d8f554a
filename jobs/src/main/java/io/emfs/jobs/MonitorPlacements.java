package io.emfs.jobs;

import io.emfs.bpf.monitor.RequestMonitor;
import io.emfs.pipeline.executor.PlacementListener;
import io.emfs.state.FunctionKey;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells the monitor what the executor has placed. The first functions are placed while the monitor still starts: it is
 * told of them as soon as it has. Thread-safe.
 */
final class MonitorPlacements implements PlacementListener {
    private record Placement(int queue, long demandNs) {}

    private final Map<FunctionKey, Placement> early = new LinkedHashMap<>();
    private @Nullable RequestMonitor monitor;

    @Override
    public synchronized void placed(FunctionKey key, int queue, long demandNs) {
        if (monitor == null) {
            early.put(key, new Placement(queue, demandNs));
        } else {
            monitor.place(key, queue, demandNs);
        }
    }

    synchronized void started(RequestMonitor started) {
        monitor = started;
        early.forEach((key, placement) -> started.place(key, placement.queue(), placement.demandNs()));
        early.clear();
    }
}

package io.emfs.pipeline.http;

import io.emfs.bpf.libbpf.ProgramStatistics;
import io.emfs.bpf.monitor.HookStatus;
import io.emfs.bpf.monitor.KernelCounter;
import io.emfs.bpf.monitor.MonitorStatistics;
import io.emfs.bpf.monitor.RequestMonitor;
import io.emfs.bpf.monitor.RingUse;
import io.emfs.bpf.monitor.TableFill;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The monitor in {@code /api/monitor}; its JSON follows the components' names. Totals count from the monitor's start:
 * rates are for those who ask twice.
 *
 * @param monotonicNs when it was read, CLOCK_MONOTONIC
 * @param events records read from the ring
 * @param readerLagMs as of {@link MonitorStatistics#readerLagNs}
 */
public record MonitorView(
        long monotonicNs,
        long events,
        double readerLagMs,
        RingUse ring,
        List<TableFill> maps,
        Map<String, Long> counters,
        List<Hook> hooks,
        List<ProgramStatistics> programs) {

    /** {@code error} is null when it is attached. */
    public record Hook(
            String name, boolean attached, @Nullable String error) {
        static Hook of(HookStatus status) {
            return new Hook(status.hook().tracepoint(), status.attached(), status.error());
        }
    }

    private static final double NS_PER_MS = 1e6;

    public static MonitorView of(RequestMonitor monitor) {
        MonitorStatistics statistics = monitor.statistics();
        Map<String, Long> counters = new TreeMap<>();
        statistics.counters().forEach((counter, value) -> counters.put(camelCase(counter), value));
        return new MonitorView(
                System.nanoTime(),
                statistics.events(),
                statistics.readerLagNs() / NS_PER_MS,
                statistics.ring(),
                statistics.tables(),
                counters,
                monitor.hooks().stream().map(Hook::of).toList(),
                statistics.programs());
    }

    private static String camelCase(KernelCounter counter) {
        StringBuilder name = new StringBuilder();
        for (String word : counter.name().toLowerCase(Locale.ROOT).split("_", -1)) {
            name.append(name.isEmpty() ? word : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
        }
        return name.toString();
    }
}

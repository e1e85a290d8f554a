package io.emfs.pipeline.metrics;

import io.emfs.bpf.libbpf.BpfProgram;
import io.emfs.bpf.libbpf.Table;
import io.emfs.bpf.monitor.HookStatus;
import io.emfs.bpf.monitor.KernelCounter;
import io.emfs.bpf.monitor.MonitorStatistics;
import io.emfs.bpf.monitor.RequestMonitor;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** What the monitor tells of itself, and what its kernel side counts, read when scraped. */
public final class MonitorMeters implements MeterBinder {
    private static final double NS_PER_S = 1e9;

    private final RequestMonitor monitor;
    private final String node;

    public MonitorMeters(RequestMonitor monitor, String node) {
        this.monitor = monitor;
        this.node = node;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        counter(registry, EmfsMeter.REQUESTS, monitor, RequestMonitor::answered);
        counter(registry, EmfsMeter.UNANSWERED, KernelCounter.UNANSWERED);
        counter(registry, EmfsMeter.UNTRACKED, KernelCounter.CONNECTIONS_FULL, "connections");
        counter(registry, EmfsMeter.UNTRACKED, KernelCounter.PROCESSES_FULL, "processes");
        counter(registry, EmfsMeter.UNTRACKED, KernelCounter.ENDS_FULL, "ends");
        counter(registry, EmfsMeter.UNTRACKED, KernelCounter.TURNS_FULL, "turns");
        counter(registry, EmfsMeter.UNTRACKED, monitor, RequestMonitor::functionsRefused, "functions");
        counter(registry, EmfsMeter.UNTRACKED, monitor, RequestMonitor::digestsRefused, "digests");
        counter(registry, EmfsMeter.EVICTED, monitor, RequestMonitor::connectionsEvicted, "connections");
        counter(registry, EmfsMeter.UNSUPPORTED, KernelCounter.TLS, "tls");
        counter(registry, EmfsMeter.UNSUPPORTED, KernelCounter.HTTP2, "http2");
        counter(registry, EmfsMeter.UNSUPPORTED, KernelCounter.PIPELINED, "pipelined");
        counter(registry, EmfsMeter.UNSUPPORTED, KernelCounter.UPGRADED, "upgraded");
        counter(registry, EmfsMeter.LISTEN_OVERFLOWS, monitor, RequestMonitor::listenOverflows);
        counter(registry, EmfsMeter.UNREAD, KernelCounter.UNREAD);
        gauge(registry, EmfsMeter.DIGESTED_FUNCTIONS, monitor::digestedFunctions);
        counter(registry, EmfsMeter.EVENTS_DROPPED, KernelCounter.DROPPED_ANSWERS, node, "ring-full");
        counter(registry, EmfsMeter.EVENTS_DROPPED, KernelCounter.DROPPED_COMPLETIONS, node, "ring-full-completion");
        counter(registry, EmfsMeter.EVENTS_DROPPED, KernelCounter.DROPPED_PROCESSES, node, "ring-full-process");
        counter(registry, EmfsMeter.EVENTS_DROPPED, KernelCounter.DROPPED_THREADS, node, "ring-full-thread");
        counter(registry, EmfsMeter.EVENTS_DROPPED, KernelCounter.DROPPED_DEADLINES, node, "ring-full-deadline");
        ringAndReader(registry, monitor.statistics());
        monitor.statistics().tablesThatFill().forEach(table -> map(registry, table));
        monitor.statistics().loadedPrograms().forEach(program -> program(registry, program));
        gauge(registry, EmfsMeter.PROCESSES, () -> monitor.processes().size());
        gauge(
                registry,
                EmfsMeter.AMBIGUOUS_PROCESSES,
                () -> monitor.ambiguousProcesses().all().size());
        for (HookStatus hook : monitor.hooks()) {
            gauge(
                    registry,
                    EmfsMeter.HOOK,
                    () -> hook.attached() ? 1 : 0,
                    hook.hook().tracepoint(),
                    hook.wayName());
        }
    }

    private static void ringAndReader(MeterRegistry registry, MonitorStatistics statistics) {
        gauge(registry, EmfsMeter.RING_CAPACITY, () -> statistics.ring().capacityBytes());
        gauge(registry, EmfsMeter.RING_FILL, () -> statistics.ring().fillBytes());
        gauge(registry, EmfsMeter.RING_HIGH_WATER, () -> statistics.ring().highWaterBytes());
        gauge(registry, EmfsMeter.READER_LAG, () -> statistics.readerLagNs() / NS_PER_S);
        counter(registry, EmfsMeter.EVENTS, statistics, MonitorStatistics::events);
    }

    private static void map(MeterRegistry registry, Table table) {
        gauge(registry, EmfsMeter.MAP_ENTRIES, table::entries, table.name());
        gauge(registry, EmfsMeter.MAP_CAPACITY, table::capacity, table.name());
    }

    private static void program(MeterRegistry registry, BpfProgram program) {
        counter(
                registry,
                EmfsMeter.PROGRAM_RUNS,
                program,
                loaded -> loaded.statistics().runs(),
                program.name());
        counter(
                registry,
                EmfsMeter.PROGRAM_RUN_TIME,
                program,
                loaded -> loaded.statistics().runTimeNs() / NS_PER_S,
                program.name());
    }

    private void counter(MeterRegistry registry, EmfsMeter meter, KernelCounter counter, String... tagValues) {
        counter(registry, meter, monitor, kernel -> kernel.counter(counter), tagValues);
    }

    private static <T> void counter(
            MeterRegistry registry, EmfsMeter meter, T source, ToDoubleFunction<T> value, String... tagValues) {
        FunctionCounter.builder(meter.meterName(), source, value)
                .tags(meter.tagged(tagValues))
                .register(registry);
    }

    private static void gauge(MeterRegistry registry, EmfsMeter meter, Supplier<Number> value, String... tagValues) {
        Gauge.builder(meter.meterName(), value)
                .tags(meter.tagged(tagValues))
                .strongReference(true)
                .register(registry);
    }
}

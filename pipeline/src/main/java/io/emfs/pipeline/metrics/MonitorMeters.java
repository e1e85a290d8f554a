package io.emfs.pipeline.metrics;

import io.emfs.bpf.monitor.HookStatus;
import io.emfs.bpf.monitor.KernelCounter;
import io.emfs.bpf.monitor.RequestMonitor;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.Supplier;

/** What the kernel side counts, read from its maps when scraped. */
public final class MonitorMeters implements MeterBinder {
    private final RequestMonitor monitor;
    private final String node;

    public MonitorMeters(RequestMonitor monitor, String node) {
        this.monitor = monitor;
        this.node = node;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        counter(registry, EmfsMeter.REQUESTS, KernelCounter.REQUESTS);
        counter(registry, EmfsMeter.UNANSWERED, KernelCounter.UNANSWERED);
        counter(registry, EmfsMeter.UNTRACKED, KernelCounter.CONNECTIONS_FULL, "connections");
        counter(registry, EmfsMeter.UNTRACKED, KernelCounter.PROCESSES_FULL, "processes");
        counter(registry, EmfsMeter.EVENTS_DROPPED, KernelCounter.DROPPED_REQUESTS, node, "ring-full");
        counter(registry, EmfsMeter.EVENTS_DROPPED, KernelCounter.DROPPED_PROCESSES, node, "ring-full-process");
        gauge(registry, EmfsMeter.RING_FILL, monitor::ringFillBytes);
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
                    hook.hook().tracepoint());
        }
    }

    private void counter(MeterRegistry registry, EmfsMeter meter, KernelCounter counter, String... tagValues) {
        FunctionCounter.builder(meter.meterName(), monitor, kernel -> kernel.counter(counter))
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

package io.emfs.pipeline.metrics;

import io.emfs.bpf.monitor.HookStatus;
import io.emfs.bpf.monitor.KernelCounter;
import io.emfs.bpf.monitor.RequestMonitor;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

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
        counter(registry, EmfsMeter.REQUESTS, KernelCounter.ANSWERS);
        counter(registry, EmfsMeter.UNANSWERED, KernelCounter.UNANSWERED);
        counter(registry, EmfsMeter.UNTRACKED, KernelCounter.CONNECTIONS_FULL, "connections");
        counter(registry, EmfsMeter.UNTRACKED, KernelCounter.PROCESSES_FULL, "processes");
        counter(registry, EmfsMeter.UNTRACKED, KernelCounter.ENDS_FULL, "ends");
        counter(registry, EmfsMeter.UNTRACKED, RequestMonitor::functionsRefused, "functions");
        counter(registry, EmfsMeter.UNTRACKED, RequestMonitor::digestsRefused, "digests");
        counter(registry, EmfsMeter.EVICTED, RequestMonitor::connectionsEvicted, "connections");
        counter(registry, EmfsMeter.UNSUPPORTED, KernelCounter.TLS, "tls");
        counter(registry, EmfsMeter.UNSUPPORTED, KernelCounter.HTTP2, "http2");
        counter(registry, EmfsMeter.UNSUPPORTED, KernelCounter.PIPELINED, "pipelined");
        counter(registry, EmfsMeter.UNSUPPORTED, KernelCounter.UPGRADED, "upgraded");
        counter(registry, EmfsMeter.UNREAD, KernelCounter.UNREAD);
        gauge(registry, EmfsMeter.DIGESTED_FUNCTIONS, monitor::digestedFunctions);
        counter(registry, EmfsMeter.EVENTS_DROPPED, KernelCounter.DROPPED_ANSWERS, node, "ring-full");
        counter(registry, EmfsMeter.EVENTS_DROPPED, KernelCounter.DROPPED_COMPLETIONS, node, "ring-full-completion");
        counter(registry, EmfsMeter.EVENTS_DROPPED, KernelCounter.DROPPED_PROCESSES, node, "ring-full-process");
        gauge(registry, EmfsMeter.RING_FILL, monitor::ringFillBytes);
        gauge(registry, EmfsMeter.PROCESSES, () -> monitor.processes().size());
        for (HookStatus hook : monitor.hooks()) {
            gauge(
                    registry,
                    EmfsMeter.HOOK,
                    () -> hook.attached() ? 1 : 0,
                    hook.hook().tracepoint(),
                    hook.wayName());
        }
    }

    private void counter(MeterRegistry registry, EmfsMeter meter, KernelCounter counter, String... tagValues) {
        counter(registry, meter, kernel -> kernel.counter(counter), tagValues);
    }

    private void counter(
            MeterRegistry registry, EmfsMeter meter, ToDoubleFunction<RequestMonitor> count, String... tagValues) {
        FunctionCounter.builder(meter.meterName(), monitor, count)
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

package io.emfs.pipeline.executor;

import io.emfs.bpf.NativeException;
import io.emfs.pipeline.metrics.EmfsMeter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;

/** Counts what the executor does. Thread-safe. */
final class ExecutorMeters {
    private final MeterRegistry registry;

    ExecutorMeters(MeterRegistry registry) {
        this.registry = registry;
        conflated(0);
        count(EmfsMeter.CHANGES_FAILED, 0);
        count(EmfsMeter.THREADS_MOVED, 0);
        count(EmfsMeter.THREADS_GONE, 0);
        count(EmfsMeter.THREADS_FOREIGN, 0);
    }

    void applied(Applied applied) {
        String reason = applied.change().reason().name().toLowerCase(Locale.ROOT);
        count(EmfsMeter.CHANGES, 1, reason);
        count(EmfsMeter.THREADS_MOVED, applied.moved());
        count(EmfsMeter.THREADS_GONE, applied.gone());
        count(EmfsMeter.THREADS_FOREIGN, applied.foreign());
        if (applied.moved() > 0) {
            Timer.builder(EmfsMeter.LOOP.meterName())
                    .description("kernel event to the last sched_setscheduler of the change it led to")
                    .tags(EmfsMeter.LOOP.tagged(reason))
                    .publishPercentileHistogram()
                    .minimumExpectedValue(Duration.ofNanos(50_000))
                    .maximumExpectedValue(Duration.ofSeconds(10))
                    .register(registry)
                    .record(Duration.ofNanos(applied.loopNs()));
        }
    }

    void refused(int threads, NativeException refusal) {
        count(EmfsMeter.THREADS_REFUSED, threads, refusal.errno().name());
    }

    void conflated(int changes) {
        count(EmfsMeter.CHANGES_CONFLATED, changes);
    }

    void failed() {
        count(EmfsMeter.CHANGES_FAILED, 1);
    }

    private void count(EmfsMeter meter, int amount, String... tags) {
        registry.counter(meter.meterName(), meter.tagged(tags)).increment(amount);
    }
}

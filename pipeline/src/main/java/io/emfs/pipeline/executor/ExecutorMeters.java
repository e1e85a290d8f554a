package io.emfs.pipeline.executor;

import io.emfs.bpf.NativeException;
import io.emfs.pipeline.metrics.EmfsMeter;
import io.emfs.state.FunctionKey;
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
        count(EmfsMeter.HEIRS_BROUGHT_HOME, 0);
    }

    void applied(Applied applied) {
        String reason = tag(applied.change().reason());
        count(EmfsMeter.CHANGES, 1, reason);
        count(EmfsMeter.THREADS_MOVED, applied.moved());
        count(EmfsMeter.THREADS_GONE, applied.gone());
        count(EmfsMeter.THREADS_FOREIGN, applied.foreign());
        if (applied.moved() > 0) {
            loop(EmfsMeter.LOOP, reason, applied.loopNs());
        }
    }

    void applied(ThreadApplied applied) {
        String cause = tag(applied.change().cause());
        count(EmfsMeter.THREAD_CHANGES, 1, cause);
        switch (applied.outcome()) {
            case MOVED -> {
                count(EmfsMeter.THREADS_MOVED, 1);
                loop(EmfsMeter.THREAD_LOOP, cause, applied.loopNs());
            }
            case GONE -> count(EmfsMeter.THREADS_GONE, 1);
            case FOREIGN -> count(EmfsMeter.THREADS_FOREIGN, 1);
            case UNCHANGED, REFUSED, NOT_PLACED -> {}
        }
    }

    private void loop(EmfsMeter meter, String tag, long loopNs) {
        Timer.builder(meter.meterName())
                .description("kernel event to the last sched_setattr of the change it led to")
                .tags(meter.tagged(tag))
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofNanos(50_000))
                .maximumExpectedValue(Duration.ofSeconds(10))
                .register(registry)
                .record(Duration.ofNanos(loopNs));
    }

    void boosted(FunctionKey key) {
        count(EmfsMeter.BOOSTS, 1, key.node(), key.function());
    }

    void lifted(FunctionKey key) {
        count(EmfsMeter.LIFTS, 1, key.node(), key.function());
    }

    void broughtHome(int threads) {
        count(EmfsMeter.HEIRS_BROUGHT_HOME, threads);
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

    private static String tag(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private void count(EmfsMeter meter, int amount, String... tags) {
        registry.counter(meter.meterName(), meter.tagged(tags)).increment(amount);
    }
}

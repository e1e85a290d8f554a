package io.emfs.tests.scale;

import io.emfs.bpf.monitor.EpochClock;
import io.emfs.bpf.monitor.KernelCounter;
import io.emfs.bpf.monitor.ProcessTable;
import io.emfs.bpf.monitor.RequestMonitor;
import io.emfs.config.ConfigLoader;
import io.emfs.config.EmfsConfig;
import io.emfs.state.FunctionKey;
import io.emfs.state.NodeEvent;
import io.emfs.state.RequestAnswered;
import io.emfs.tests.workload.ManyConnections;
import io.emfs.tests.workload.ManyConnections.Exchanged;
import io.emfs.tests.workload.ManyFunctions;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;

/** Carries out a {@link ScalePlan} against a monitor of its own in this JVM. Blocks the calling thread; use once. */
public final class ScaleMeasurement {
    private static final int CLIENT_CORE = 0;
    private static final int SERVER_CORE = Runtime.getRuntime().availableProcessors() - 1;
    private static final Duration SETTLE_LIMIT = Duration.ofSeconds(20);
    private static final int POLL_MS = 50;

    private final ScalePlan plan;
    private final Set<FunctionKey> seen = ConcurrentHashMap.newKeySet();
    private final LongAdder events = new LongAdder();

    public ScaleMeasurement(ScalePlan plan) {
        this.plan = plan;
    }

    public ScaleOutcome run() throws IOException, InterruptedException {
        EmfsConfig config =
                ConfigLoader.parse("generated", plan.yaml(), List.of()).config();
        try (RequestMonitor monitor =
                        RequestMonitor.start(config, new ProcessTable(), new EpochClock(), this::onEvent);
                ManyFunctions functions = ManyFunctions.start(plan.basePort(), plan.functions(), SERVER_CORE)) {
            return measure(monitor);
        }
    }

    private ScaleOutcome measure(RequestMonitor monitor) throws IOException, InterruptedException {
        Exchanged exchanged;
        int tracked;
        double seconds;
        Footprint footprint;
        try (ManyConnections connections = ManyConnections.start(
                plan.basePort(), plan.functions(), plan.connections(), plan.laps(), plan.perSecond(), CLIENT_CORE)) {
            long startNs = System.nanoTime();
            exchanged = connections.awaitAnswers();
            seconds = (System.nanoTime() - startNs) / (double) TimeUnit.SECONDS.toNanos(1);
            settle(() -> events.sum() + monitor.counter(KernelCounter.DROPPED_ANSWERS) >= monitor.answered());
            tracked = monitor.connections();
            footprint = Footprint.of(ProcessHandle.current().pid());
        }
        settle(() -> monitor.connections() == 0);
        return new ScaleOutcome(
                plan,
                exchanged,
                seen.size(),
                tracked,
                monitor.connections(),
                monitor.answered(),
                events.sum(),
                monitor.counter(KernelCounter.DROPPED_ANSWERS) + monitor.counter(KernelCounter.DROPPED_PROCESSES),
                monitor.counter(KernelCounter.CONNECTIONS_FULL),
                events.sum() / seconds,
                usedHeapBytes(),
                footprint);
    }

    private void onEvent(NodeEvent event) {
        if (event instanceof RequestAnswered) {
            events.increment();
            seen.add(event.key());
        }
    }

    private static long usedHeapBytes() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** Waits for what follows in its own time; what never comes shows in the outcome. */
    private static void settle(BooleanSupplier settled) throws InterruptedException {
        long deadlineNs = System.nanoTime() + SETTLE_LIMIT.toNanos();
        while (!settled.getAsBoolean() && System.nanoTime() < deadlineNs) {
            Thread.sleep(POLL_MS);
        }
    }
}

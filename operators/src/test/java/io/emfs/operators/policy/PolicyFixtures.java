package io.emfs.operators.policy;

import io.emfs.config.PolicyConfig;
import io.emfs.config.QueueConfig;
import io.emfs.config.SchedulingClass;
import io.emfs.config.Slo;
import io.emfs.config.WindowConfig;
import io.emfs.state.FunctionKey;
import io.emfs.state.InstanceStarted;
import io.emfs.state.Percentiles;
import io.emfs.state.RequestPercentiles;
import io.emfs.state.WindowSummary;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** The default queues and policy, and windows of 1 s every 200 ms. */
final class PolicyFixtures {
    static final FunctionKey KEY = new FunctionKey("node", "thumbnail");
    static final List<QueueConfig> SIX_QUEUES = queues(20, 40, 80, 160, 320, 500);
    static final Slo SLO_24_MS = slo(24);
    static final int PID = 100;
    static final long BOUND_NS = 24_000_000;

    private PolicyFixtures() {}

    static Slo slo(long ms) {
        return new Slo(95, Duration.ofMillis(ms));
    }

    static List<QueueConfig> queues(int... quantaMs) {
        return java.util.Arrays.stream(quantaMs)
                .mapToObj(ms -> new QueueConfig(Duration.ofMillis(ms), SchedulingClass.OTHER, null, 0))
                .toList();
    }

    static final List<WindowConfig> WINDOWS = List.of(
            new WindowConfig("fast", Duration.ofSeconds(1), Duration.ofMillis(200)),
            new WindowConfig("slow", Duration.ofSeconds(30), Duration.ofSeconds(5)));

    static PolicyConfig policy(int promoteAfter, int demoteAfter, long coolDownMs) {
        return new PolicyConfig(
                PolicyConfig.Mode.AUTO,
                PolicyConfig.Ranking.NONE,
                PolicyConfig.Quanta.KEEP,
                PolicyConfig.Late.KEEP,
                PolicyConfig.RtThrottling.KEEP,
                "fast",
                promoteAfter,
                demoteAfter,
                Duration.ofMillis(coolDownMs),
                Duration.ofSeconds(2),
                PolicyConfig.Audit.FUNCTIONS);
    }

    /** Promotes after 2 windows, demotes after 5, cools down for 1 s. */
    static PolicyConfig defaultPolicy() {
        return policy(2, 5, 1_000);
    }

    static InstanceStarted started(long atMs) {
        return new InstanceStarted(KEY, PID, atMs * 1_000_000);
    }

    static WindowSummary window(long endMs, double observedMs) {
        return window("fast", endMs, 40, observedMs);
    }

    static WindowSummary emptyWindow(long endMs) {
        return window("fast", endMs, 0, 0);
    }

    static WindowSummary window(String name, long endMs, long count, double observedMs) {
        double ns = observedMs * 1e6;
        Percentiles latency = new Percentiles(ns, ns, ns, ns, ns);
        return new WindowSummary(
                KEY,
                name,
                endMs - 1_000,
                endMs,
                count,
                observedMs * 1e6 > BOUND_NS ? count : 0,
                RequestPercentiles.answered(latency, Percentiles.EMPTY, latency),
                ns,
                0,
                endMs * 1_000_000);
    }

    static Stream<Long> endsMs(long fromMs, int count) {
        return Stream.iterate(fromMs, ms -> ms + 200).limit(count);
    }
}

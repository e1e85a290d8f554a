package io.emfs.tests.faas;

import io.emfs.tests.workload.LatencyStatistics;
import io.emfs.tests.workload.LoadResult;
import io.emfs.tests.workload.TargetResult;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Each function alone, its requests far enough apart not to meet, and in real time, or whatever else the machine does
 * would be part of every SLO and of the load. HTTP and the start of a process or thread are.
 */
final class BaselineRun {
    private static final Duration PER_FUNCTION = Duration.ofSeconds(2);
    private static final int REQUESTS_MIN = 6;
    private static final int REQUESTS_MAX = 40;
    private static final double GAP_FACTOR = 1.5;
    private static final double GAP_NS = 5e6;

    /** Of no consequence to the oracle. */
    private static final Duration SLICE = Duration.ofSeconds(1);

    private static final Duration DRAIN = Duration.ofSeconds(10);

    private BaselineRun() {}

    /** How long it takes, about. */
    static Duration duration(double scale) {
        return FaasFunction.ALL.stream()
                .map(function -> gap(function, scale).multipliedBy(requests(function, scale)))
                .reduce(Duration.ZERO, Duration::plus);
    }

    static List<Baseline> measure(ServerKind kind, double scale) throws IOException, InterruptedException {
        List<Baseline> baselines = new ArrayList<>();
        try (PhaseScheduler undisturbed = RivalScheduler.start(FaasPolicy.SRTF, SLICE);
                FunctionServers servers = FunctionServers.start(kind, scale, undisturbed.announcements())) {
            for (int i = 0; i < FaasFunction.ALL.size(); i++) {
                FaasFunction function = FaasFunction.ALL.get(i);
                Schedule schedule = Schedule.regular(requests(function, scale), gap(function, scale), i);
                LoadResult result = FaasLoad.send(schedule, servers, Duration.ZERO, DRAIN);
                baselines.add(baseline(function, result.targets().get(i)));
            }
        }
        return baselines;
    }

    private static Baseline baseline(FaasFunction function, TargetResult result) throws IOException {
        FunctionOutcome outcome = FunctionOutcome.of(new Baseline(function, 1, 1), result);
        if (outcome.unanswered() > 0) {
            throw new IOException(function.name() + " alone: " + outcome.unanswered() + " of " + outcome.requests()
                    + " requests were not answered");
        }
        return Baseline.of(
                function,
                LatencyStatistics.ofNs(outcome.turnaroundsNs().stream().mapToLong(ns -> ns)));
    }

    private static Duration gap(FaasFunction function, double scale) {
        return Duration.ofNanos((long) (function.cpuNs(scale) * GAP_FACTOR + GAP_NS));
    }

    private static int requests(FaasFunction function, double scale) {
        long fitting = PER_FUNCTION.dividedBy(gap(function, scale));
        return (int) Math.max(REQUESTS_MIN, Math.min(REQUESTS_MAX, fitting));
    }
}

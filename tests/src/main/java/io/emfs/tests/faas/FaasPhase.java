package io.emfs.tests.faas;

import io.emfs.tests.workload.CompletedRequest;
import io.emfs.tests.workload.LatencyStatistics;
import io.emfs.tests.workload.LoadResult;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Runs phases, each with fresh servers and a fresh scheduler, so that nothing outlives one. */
final class FaasPhase {
    private final FaasOptions options;
    private final ServerKind kind;
    private final List<Baseline> baselines;

    FaasPhase(FaasOptions options, ServerKind kind, List<Baseline> baselines) {
        this.options = options;
        this.kind = kind;
        this.baselines = baselines;
    }

    FaasPhaseResult run(int round, double load, Schedule schedule, FaasPolicy policy)
            throws IOException, InterruptedException {
        try (PhaseScheduler scheduler = scheduler(policy);
                FunctionServers servers = FunctionServers.start(kind, options.scale(), scheduler.announcements())) {
            scheduler.begin(servers);
            double cpuBeforeS = scheduler.cpuS();
            Instant sending = Instant.now();
            LoadResult result = FaasLoad.send(schedule, servers, options.warmup(), options.drain());
            QueueHistory queues = scheduler.queues();
            Instant counted = sending.plus(options.warmup());
            Instant end = sending.plus(options.sending());
            double cpuS = scheduler.cpuS() - cpuBeforeS;
            List<FunctionOutcome> outcomes = new ArrayList<>();
            for (int i = 0; i < baselines.size(); i++) {
                outcomes.add(
                        FunctionOutcome.of(baselines.get(i), result.targets().get(i))
                                .in(queues.meanQueue(baselines.get(i).function().name(), counted, end)));
            }
            LatencyStatistics clientDelay = LatencyStatistics.ofNs(result.targets().stream()
                    .flatMap(target -> target.requests().stream())
                    .mapToLong(CompletedRequest::clientDelayNs));
            return new FaasPhaseResult(round, load, policy, kind, outcomes, clientDelay.p99Ns(), cpuS);
        }
    }

    private static List<String> with(List<String> overrides, String last) {
        List<String> all = new ArrayList<>(overrides);
        all.add(last);
        return all;
    }

    private PhaseScheduler scheduler(FaasPolicy policy) throws IOException {
        return switch (policy) {
            case DEFAULT -> new PhaseScheduler() {};
            case NICE -> new NiceByClass();
            case SFS, SRTF -> RivalScheduler.start(policy, options.sfsSlice());
            case FIFO_CFS -> RivalScheduler.start(policy, options.fifoLimit());
            case EMFS -> new EmfsScheduler(baselines, options.overrides());
            case EMFS_LADDER -> new EmfsScheduler(baselines, with(options.overrides(), "learning.enabled=false"));
        };
    }
}

package io.emfs.tests.workload;

import static io.emfs.tests.workload.InterferenceOptions.LONG;
import static io.emfs.tests.workload.InterferenceOptions.SHORT;

import io.emfs.config.Slo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs a phase with real servers and real load; each phase has fresh servers, so no queue outlives it. */
final class LoopbackPhase implements PhaseRunner {
    private final InterferenceOptions options;
    private final SchedulerUnderTest scheduler;

    LoopbackPhase(InterferenceOptions options, SchedulerUnderTest scheduler) {
        this.options = options;
        this.scheduler = scheduler;
    }

    @Override
    public PhaseResult run(PlannedPhase planned) throws IOException, InterruptedException {
        OfferedLoad rates = OfferedLoad.halves(options.shortMs(), options.longMs(), planned.load());
        try (FunctionServer shortServer = server(planned, SHORT, options.shortMs(), options.shortPort())) {
            LoadTarget shortTarget = shortServer.target(SHORT, rates.shortPerSecond());
            if (planned.policy() == Policy.IDEAL) {
                return load(planned, shortTarget);
            }
            try (FunctionServer longServer = server(planned, LONG, options.longMs(), options.longPort())) {
                LoadTarget longTarget = longServer.target(LONG, rates.longPerSecond());
                return planned.policy() == Policy.EMFS
                        ? scheduled(planned, shortTarget, longTarget)
                        : load(planned, shortTarget, longTarget);
            }
        }
    }

    private FunctionServer server(PlannedPhase planned, String name, double cpuMs, int port) throws IOException {
        return FunctionServer.start(ServerOptions.ofCpu(cpuMs, port, options.serverCore())
                .withRank(planned.policy().rankOf(name))
                .withEnvironment(Map.of("FUNCTION_TARGET", name)));
    }

    private PhaseResult scheduled(PlannedPhase planned, LoadTarget... targets)
            throws IOException, InterruptedException {
        try {
            scheduler.start();
            return load(planned, targets);
        } finally {
            scheduler.stop();
        }
    }

    private PhaseResult load(PlannedPhase planned, LoadTarget... targets) throws IOException, InterruptedException {
        LoadOptions load = LoadOptions.of(options.phase(), planned.seed(), targets)
                .withWarmup(options.warmup())
                .withDrain(options.drain());
        LoadResult result = LoadGenerator.onTime(options.loadCore()).run(load);
        double schedulerCpuS = planned.policy() == Policy.EMFS ? scheduler.cpuS() : 0;
        List<FunctionOutcome> outcomes = new ArrayList<>();
        for (int i = 0; i < targets.length; i++) {
            outcomes.add(outcome(planned, targets[i].name(), result.targets().get(i)));
        }
        return new PhaseResult(planned.policy(), planned.load(), planned.round(), schedulerCpuS, outcomes);
    }

    private FunctionOutcome outcome(PlannedPhase planned, String function, TargetResult result) {
        Optional<Slo> slo = function.equals(SHORT) ? Optional.of(options.shortSlo()) : Optional.empty();
        Optional<String> queue = planned.policy() == Policy.EMFS ? scheduler.queueOf(function) : Optional.empty();
        return FunctionOutcome.of(function, result, slo, queue);
    }
}

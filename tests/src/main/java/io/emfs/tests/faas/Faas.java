package io.emfs.tests.faas;

import io.emfs.tests.workload.Progress;
import io.emfs.tests.workload.ProgressClock;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Runs FaaSBench: each function alone, then in each round and at each load every policy in turn, all against the same
 * arrivals.
 * {@link #run} blocks its thread; it ends every process it started and puts back what it changed, also when it throws.
 */
public final class Faas {
    private final FaasOptions options;
    private final Progress progress;
    private final List<FaasPhaseResult> results = new ArrayList<>();
    private Duration later;

    public Faas(FaasOptions options, Progress progress) {
        this.options = options;
        this.progress = progress;
        this.later = total();
    }

    public FaasResult run() throws IOException, InterruptedException {
        Map<ServerKind, List<Baseline>> baselines = new EnumMap<>(ServerKind.class);
        try (ThrottlingGuard guard = new ThrottlingGuard();
                ProgressClock clock = new ProgressClock(progress, later)) {
            for (ServerKind kind : options.servers()) {
                begin(clock, "each function alone, " + kind.title() + " per request", baseline());
                List<Baseline> alone = BaselineRun.measure(kind, options.scale());
                baselines.put(kind, alone);
                for (int round = 0; round < options.rounds(); round++) {
                    for (int load = 0; load < options.loads().size(); load++) {
                        compare(clock, kind, alone, round, load);
                    }
                }
            }
        }
        return new FaasResult(options, baselines, results);
    }

    private void compare(ProgressClock clock, ServerKind kind, List<Baseline> alone, int round, int numberOfLoad)
            throws IOException, InterruptedException {
        FaasPhase phase = new FaasPhase(options, kind, alone);
        double load = options.loads().get(numberOfLoad);
        Schedule schedule = Schedule.of(options.seed(round, numberOfLoad), load, options.sending(), alone);
        for (FaasPolicy policy : options.policies(round)) {
            String title = policy.title() + ", load " + Math.round(load * 100) + " %, " + kind.title() + " per request";
            begin(clock, options.rounds() == 1 ? title : title + ", round " + (round + 1), options.sending());
            results.add(phase.run(round, load, schedule, policy));
        }
    }

    private void begin(ProgressClock clock, String title, Duration duration) {
        later = later.minus(duration);
        clock.begin(title, duration, later);
    }

    private Duration total() {
        int phases =
                options.rounds() * options.loads().size() * options.policies().size();
        return baseline()
                .plus(options.sending().multipliedBy(phases))
                .multipliedBy(options.servers().size());
    }

    private Duration baseline() {
        return BaselineRun.duration(options.scale());
    }
}

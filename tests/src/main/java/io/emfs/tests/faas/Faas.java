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
 * Runs FaaSBench: each function alone, then at each load every policy in turn, all against the same arrivals.
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
                for (int i = 0; i < options.loads().size(); i++) {
                    compare(clock, kind, alone, options.loads().get(i), options.seed() + i);
                }
            }
        }
        return new FaasResult(options, baselines, results);
    }

    private void compare(ProgressClock clock, ServerKind kind, List<Baseline> alone, double load, long seed)
            throws IOException, InterruptedException {
        FaasPhase phase = new FaasPhase(options, kind, alone);
        Schedule schedule = Schedule.of(seed, load, options.sending(), alone);
        for (FaasPolicy policy : options.policies()) {
            String title = policy.title() + ", load " + Math.round(load * 100) + " %, " + kind.title() + " per request";
            begin(clock, title, options.sending());
            results.add(phase.run(load, schedule, policy));
        }
    }

    private void begin(ProgressClock clock, String title, Duration duration) {
        later = later.minus(duration);
        clock.begin(title, duration, later);
    }

    private Duration total() {
        int phases = options.loads().size() * options.policies().size();
        return baseline()
                .plus(options.sending().multipliedBy(phases))
                .multipliedBy(options.servers().size());
    }

    private Duration baseline() {
        return BaselineRun.duration(options.scale());
    }
}

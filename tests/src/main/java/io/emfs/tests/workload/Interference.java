package io.emfs.tests.workload;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The interference scenario of the paper's Figure 1: a short and a long function share a core; how much later is the
 * short one than alone, under each policy? Per load: the ideal once, then rounds of all policies, so that a drift of the
 * machine meets them all.
 *
 * <p>{@link #run} blocks the calling thread, which also calls the scheduler under test. It ends every process it
 * started, also when it throws.
 */
public final class Interference {
    private final InterferenceOptions options;
    private final SchedulerUnderTest scheduler;
    private final Progress progress;

    public Interference(InterferenceOptions options, SchedulerUnderTest scheduler, Progress progress) {
        this.options = options;
        this.scheduler = scheduler;
        this.progress = progress;
    }

    public InterferenceResult run() throws IOException, InterruptedException {
        try (ProgressClock clock = new ProgressClock(progress, options.total())) {
            PhaseRunner runner = new LoopbackPhase(options, scheduler);
            return new InterferenceResult(options, scheduler.name(), run(runner, clock));
        }
    }

    List<PhaseResult> run(PhaseRunner runner, ProgressClock clock) throws IOException, InterruptedException {
        List<PhaseResult> results = new ArrayList<>();
        for (PlannedPhase planned : PlannedPhase.all(options)) {
            int later = options.phases() - results.size() - 1;
            Duration laterSending = options.sending().multipliedBy(later);
            clock.begin(planned.title(scheduler.name(), options.rounds()), options.sending(), laterSending);
            results.add(runner.run(planned));
        }
        return results;
    }
}

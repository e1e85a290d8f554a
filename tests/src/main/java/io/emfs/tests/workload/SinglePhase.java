package io.emfs.tests.workload;

import java.io.IOException;

/** One scheduled phase of the interference scenario, at its first load, and nothing to compare it with. */
public final class SinglePhase {
    private SinglePhase() {}

    /** Blocks until the phase is over; ends every process it started. */
    public static void run(InterferenceOptions options, SchedulerUnderTest scheduler)
            throws IOException, InterruptedException {
        double load = options.loads().get(0);
        new LoopbackPhase(options, scheduler).run(new PlannedPhase(Policy.EMFS, load, 0, options.seed()));
    }
}

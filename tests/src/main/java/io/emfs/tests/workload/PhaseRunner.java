package io.emfs.tests.workload;

import java.io.IOException;

/** Runs one phase to its end; the seam between the order of the phases and the processes of one. */
@FunctionalInterface
interface PhaseRunner {
    PhaseResult run(PlannedPhase planned) throws IOException, InterruptedException;
}

package io.emfs.tests.workload;

import java.util.List;

/**
 * All the scenario measured.
 *
 * @param scheduler name of the scheduler under test
 * @param phases in the order they ran
 */
public record InterferenceResult(InterferenceOptions options, String scheduler, List<PhaseResult> phases) {
    public InterferenceResult {
        phases = List.copyOf(phases);
    }

    /** What the scheduler under test took of CPU time over all its phases. */
    double schedulerCpuS() {
        return phases.stream().mapToDouble(PhaseResult::schedulerCpuS).sum();
    }

    /** The outcomes of one function in one kind of phase, a round each. */
    List<FunctionOutcome> outcomes(Policy policy, double load, String function) {
        return phases.stream()
                .filter(result -> result.policy() == policy && result.load() == load)
                .flatMap(result -> result.outcome(function).stream())
                .toList();
    }
}

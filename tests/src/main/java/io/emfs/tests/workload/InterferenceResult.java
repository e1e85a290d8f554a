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

    /** The outcomes of one function in one kind of phase, a round each. */
    List<FunctionOutcome> outcomes(Phase phase, double load, String function) {
        return phases.stream()
                .filter(result -> result.phase() == phase && result.load() == load)
                .flatMap(result -> result.outcome(function).stream())
                .toList();
    }
}

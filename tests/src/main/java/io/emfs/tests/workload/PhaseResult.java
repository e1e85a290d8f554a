package io.emfs.tests.workload;

import java.util.List;
import java.util.Optional;

/**
 * One phase of the scenario.
 *
 * @param load offered utilisation of the core by both functions, e.g. 0.8
 * @param round from 0
 * @param schedulerCpuS CPU time that the {@link SchedulerUnderTest} took of its own, its start included
 */
public record PhaseResult(
        Policy policy, double load, int round, double schedulerCpuS, List<FunctionOutcome> functions) {
    public PhaseResult {
        functions = List.copyOf(functions);
    }

    Optional<FunctionOutcome> outcome(String function) {
        return functions.stream()
                .filter(outcome -> outcome.function().equals(function))
                .findFirst();
    }
}

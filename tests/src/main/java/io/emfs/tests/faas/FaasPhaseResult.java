package io.emfs.tests.faas;

import java.util.List;

/**
 * One phase.
 *
 * @param round from 0
 * @param load offered utilisation of the core
 * @param functions in the order of {@link FaasFunction#ALL}
 * @param clientDelayP99Ns how late the load generator was, which is part of every turnaround
 * @param schedulerCpuS CPU time that scheduling took outside the kernel, warm-up and drain included, in s
 */
public record FaasPhaseResult(
        int round,
        double load,
        FaasPolicy policy,
        ServerKind servers,
        List<FunctionOutcome> functions,
        long clientDelayP99Ns,
        double schedulerCpuS) {
    public FaasPhaseResult {
        functions = List.copyOf(functions);
    }

    List<FunctionOutcome> of(SizeClass size) {
        return functions.stream()
                .filter(outcome -> size.includes(outcome.baseline().function().isolatedMs()))
                .toList();
    }

    long unanswered() {
        return functions.stream().mapToLong(FunctionOutcome::unanswered).sum();
    }
}

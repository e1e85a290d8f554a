package io.emfs.tests.faas;

import java.util.List;

/**
 * How a class of functions fared in a phase. A slowdown is how many times the function's mean alone a request took;
 * unanswered requests miss their SLO and have none. What no request was measured for is NaN.
 *
 * @param n answered or not
 * @param sloMiss the part of all requests that missed its function's SLO
 * @param rte95 the part of all requests with service time ÷ turnaround ≥ 0.95, SFS's figure of merit; the service time
 *     is the function's mean alone
 * @param meanQueue mean over the functions of their base queue; NaN where there are no queues
 * @param schedulerCpuS of the whole phase, whatever the class
 */
public record FaasRow(
        double load,
        FaasPolicy policy,
        ServerKind servers,
        SizeClass size,
        long n,
        double sloMiss,
        double meanSlowdown,
        double p50Slowdown,
        double p95Slowdown,
        double p99Slowdown,
        double rte95,
        double meanQueue,
        double schedulerCpuS) {
    private static final double RTE_BOUND = 0.95;

    static FaasRow of(FaasPhaseResult phase, SizeClass size) {
        List<FunctionOutcome> functions = phase.of(size);
        long n = functions.stream().mapToLong(FunctionOutcome::requests).sum();
        long misses = functions.stream().mapToLong(FunctionOutcome::sloMisses).sum();
        List<Double> sorted = functions.stream()
                .flatMap(function -> function.slowdowns().boxed())
                .sorted()
                .toList();
        long undelayed =
                sorted.stream().filter(slowdown -> 1 / slowdown >= RTE_BOUND).count();
        return new FaasRow(
                phase.load(),
                phase.policy(),
                phase.servers(),
                size,
                n,
                (double) misses / n,
                sorted.stream().mapToDouble(slowdown -> slowdown).average().orElse(Double.NaN),
                percentile(sorted, 50),
                percentile(sorted, 95),
                percentile(sorted, 99),
                (double) undelayed / n,
                functions.stream()
                        .mapToDouble(FunctionOutcome::meanQueue)
                        .average()
                        .orElse(Double.NaN),
                phase.schedulerCpuS());
    }

    /** By nearest rank. */
    private static double percentile(List<Double> sorted, int percent) {
        int rank = (int) Math.ceil(percent * sorted.size() / 100.0);
        return rank == 0 ? Double.NaN : sorted.get(rank - 1);
    }
}

package io.emfs.tests.faas;

import io.emfs.tests.workload.Spread;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * How a class of functions fared in a phase, or over all rounds of it. A slowdown is how many times the function's mean
 * alone a request took; unanswered requests miss their SLO and have none. What no request was measured for is NaN.
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

    /** One for each class. */
    static List<FaasRow> of(FaasPhaseResult phase) {
        return Arrays.stream(SizeClass.values()).map(size -> of(phase, size)).toList();
    }

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

    /** All requests, and of each figure the median; empty if there are no rounds. */
    static Optional<FaasRow> overRounds(List<FaasRow> rounds) {
        return rounds.stream()
                .findFirst()
                .map(first -> new FaasRow(
                        first.load,
                        first.policy,
                        first.servers,
                        first.size,
                        rounds.stream().mapToLong(FaasRow::n).sum(),
                        median(rounds, FaasRow::sloMiss),
                        median(rounds, FaasRow::meanSlowdown),
                        median(rounds, FaasRow::p50Slowdown),
                        median(rounds, FaasRow::p95Slowdown),
                        median(rounds, FaasRow::p99Slowdown),
                        median(rounds, FaasRow::rte95),
                        median(rounds, FaasRow::meanQueue),
                        median(rounds, FaasRow::schedulerCpuS)));
    }

    /** Of the rounds that have it; NaN if none has. */
    private static double median(List<FaasRow> rounds, ToDoubleFunction<FaasRow> figure) {
        return spread(rounds, figure).map(Spread::median).orElse(Double.NaN);
    }

    /** Over the rounds that have the figure. */
    static Optional<Spread> spread(List<FaasRow> rounds, ToDoubleFunction<FaasRow> figure) {
        return Spread.of(rounds.stream()
                .map(figure::applyAsDouble)
                .filter(value -> !value.isNaN())
                .toList());
    }

    /** By nearest rank. */
    private static double percentile(List<Double> sorted, int percent) {
        int rank = (int) Math.ceil(percent * sorted.size() / 100.0);
        return rank == 0 ? Double.NaN : sorted.get(rank - 1);
    }
}

package io.emfs.tests.workload;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * One function under one policy at one load: medians of the rounds, but the largest maximum and the sums of requests.
 * Times in ms from the last byte sent to the first received. A ratio is empty where its divisor was not measured.
 *
 * @param sloMiss the part, 0 to 1, later than the SLO's bound; empty without an SLO
 * @param meanToIdeal mean / mean of the function alone
 * @param p99ToIdeal p99 / p99 of the function alone
 * @param meanToDefault mean / mean under the default scheduler, round by round
 * @param queue where the scheduler under test had put it at the end of its last round
 */
public record InterferenceRow(
        double load,
        Policy policy,
        String function,
        long n,
        long unanswered,
        double meanMs,
        double p50Ms,
        double p95Ms,
        double p99Ms,
        double maxMs,
        Optional<Double> sloMiss,
        Optional<Double> meanToIdeal,
        Optional<Double> p99ToIdeal,
        Optional<Spread> meanToDefault,
        Optional<String> queue) {
    private static final double NS_PER_MS = 1e6;
    private static final double PERCENT = 100;

    /** All that was measured: by load, function and policy, the ideal first. */
    static List<InterferenceRow> all(InterferenceResult result) {
        List<InterferenceRow> rows = new ArrayList<>();
        for (double load : result.options().loads()) {
            for (String function : List.of(InterferenceOptions.SHORT, InterferenceOptions.LONG)) {
                for (Policy policy : Policy.values()) {
                    of(result, load, policy, function).ifPresent(rows::add);
                }
            }
        }
        return rows;
    }

    private static Optional<InterferenceRow> of(
            InterferenceResult result, double load, Policy policy, String function) {
        List<FunctionOutcome> rounds = result.outcomes(policy, load, function);
        if (rounds.isEmpty()) {
            return Optional.empty();
        }
        Comparison mean = Comparison.of(result, load, function, Metric.MEAN, policy);
        return Optional.of(new InterferenceRow(
                load,
                policy,
                function,
                rounds.stream().mapToLong(round -> round.latency().n()).sum(),
                rounds.stream().mapToLong(FunctionOutcome::unanswered).sum(),
                medianMs(rounds, LatencyStatistics::meanNs),
                medianMs(rounds, LatencyStatistics::p50Ns),
                medianMs(rounds, LatencyStatistics::p95Ns),
                medianMs(rounds, LatencyStatistics::p99Ns),
                rounds.stream()
                                .mapToLong(round -> round.latency().maxNs())
                                .max()
                                .orElse(0)
                        / NS_PER_MS,
                Spread.of(rounds.stream()
                                .flatMap(round -> round.sloMissPercent().stream())
                                .toList())
                        .map(percent -> percent.median() / PERCENT),
                mean.afterToIdeal(),
                Comparison.of(result, load, function, Metric.P99, policy).afterToIdeal(),
                mean.ratio(),
                rounds.stream().flatMap(round -> round.queue().stream()).reduce((earlier, later) -> later)));
    }

    private static double medianMs(List<FunctionOutcome> rounds, ToDoubleFunction<LatencyStatistics> valueNs) {
        List<Double> values = rounds.stream()
                .map(round -> valueNs.applyAsDouble(round.latency()) / NS_PER_MS)
                .toList();
        return Spread.of(values).orElseThrow().median();
    }
}

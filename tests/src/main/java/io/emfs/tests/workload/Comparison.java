package io.emfs.tests.workload;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One metric of one function at one load: alone, under the default scheduler (before), under another one (after).
 * A value is empty where it was not measured, a ratio also where its divisor is 0.
 *
 * @param ratio after / before, round by round
 * @param beforeToIdeal median before / ideal
 * @param afterToIdeal median after / ideal
 */
public record Comparison(
        double load,
        String function,
        Metric metric,
        Optional<Double> ideal,
        Optional<Spread> before,
        Optional<Spread> after,
        Optional<Spread> ratio,
        Optional<Double> beforeToIdeal,
        Optional<Double> afterToIdeal) {

    static Comparison of(InterferenceResult result, double load, String function, Metric metric, Policy policy) {
        List<Double> ideals = values(result, Policy.IDEAL, load, function, metric);
        List<Double> befores = values(result, Policy.DEFAULT, load, function, metric);
        List<Double> afters = values(result, policy, load, function, metric);
        Optional<Double> ideal = Spread.of(ideals).map(Spread::median);
        Optional<Spread> before = Spread.of(befores);
        Optional<Spread> after = Spread.of(afters);
        return new Comparison(
                load,
                function,
                metric,
                ideal,
                before,
                after,
                Spread.of(ratios(afters, befores)),
                ratio(before.map(Spread::median), ideal),
                ratio(after.map(Spread::median), ideal));
    }

    private static List<Double> values(
            InterferenceResult result, Policy policy, double load, String function, Metric metric) {
        return result.outcomes(policy, load, function).stream()
                .flatMap(outcome -> metric.of(outcome).stream())
                .toList();
    }

    private static List<Double> ratios(List<Double> afters, List<Double> befores) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < Math.min(afters.size(), befores.size()); i++) {
            ratio(Optional.of(afters.get(i)), Optional.of(befores.get(i))).ifPresent(ratios::add);
        }
        return ratios;
    }

    private static Optional<Double> ratio(Optional<Double> value, Optional<Double> divisor) {
        return divisor.filter(d -> d > 0).flatMap(d -> value.map(v -> v / d));
    }
}

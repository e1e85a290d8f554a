package io.emfs.tests.faas;

import io.emfs.tests.workload.Spread;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One policy over all rounds of a load, all functions together: what one round's arrivals happen to do does not tell two
 * policies apart. Empty where no round has the figure.
 *
 * @param sloMiss part of the requests
 * @param emfsByIt eMFS's misses by the policy's, round by round
 */
record FaasComparison(
        FaasPolicy policy,
        Optional<Spread> sloMiss,
        Optional<Spread> emfsByIt,
        Optional<Spread> meanSlowdown,
        Optional<Spread> meanQueue) {

    /** In the order in which the policies were asked for. */
    static List<FaasComparison> all(FaasResult result, double load, ServerKind servers) {
        List<FaasRow> emfs = result.rows(load, servers, SizeClass.ALL, FaasPolicy.EMFS);
        return result.options().policies().stream()
                .map(policy -> of(policy, result.rows(load, servers, SizeClass.ALL, policy), emfs))
                .toList();
    }

    private static FaasComparison of(FaasPolicy policy, List<FaasRow> rounds, List<FaasRow> emfs) {
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < Math.min(rounds.size(), emfs.size()); round++) {
            if (rounds.get(round).sloMiss() > 0) {
                ratios.add(emfs.get(round).sloMiss() / rounds.get(round).sloMiss());
            }
        }
        return new FaasComparison(
                policy,
                FaasRow.spread(rounds, FaasRow::sloMiss),
                Spread.of(ratios),
                FaasRow.spread(rounds, FaasRow::meanSlowdown),
                FaasRow.spread(rounds, FaasRow::meanQueue));
    }
}

package io.emfs.tests.workload;

import java.util.ArrayList;
import java.util.List;

/**
 * A phase to come.
 *
 * @param seed the same for all phases of a load: they differ in the scheduler, not in the arrivals
 */
record PlannedPhase(Policy policy, double load, int round, long seed) {
    static List<PlannedPhase> all(InterferenceOptions options) {
        List<PlannedPhase> planned = new ArrayList<>();
        for (int i = 0; i < options.loads().size(); i++) {
            double load = options.loads().get(i);
            long seed = options.seed() + i;
            planned.add(new PlannedPhase(Policy.IDEAL, load, 0, seed));
            for (int round = 0; round < options.rounds(); round++) {
                for (Policy policy : options.policies()) {
                    planned.add(new PlannedPhase(policy, load, round, seed));
                }
            }
        }
        return planned;
    }

    String title(String scheduler, int rounds) {
        String who = policy == Policy.EMFS ? scheduler : policy.title();
        String title = who + ", load " + Math.round(load * 100) + " %";
        return rounds == 1 || policy == Policy.IDEAL ? title : title + ", round " + (round + 1) + " of " + rounds;
    }
}

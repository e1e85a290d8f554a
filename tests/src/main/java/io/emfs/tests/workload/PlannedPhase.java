package io.emfs.tests.workload;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A phase to come.
 *
 * @param seed the same for all phases of a load: they differ in the scheduler, not in the arrivals
 */
record PlannedPhase(Phase phase, double load, int round, long seed) {
    static List<PlannedPhase> all(InterferenceOptions options) {
        List<PlannedPhase> planned = new ArrayList<>();
        for (int i = 0; i < options.loads().size(); i++) {
            double load = options.loads().get(i);
            long seed = options.seed() + i;
            planned.add(new PlannedPhase(Phase.IDEAL, load, 0, seed));
            for (int round = 0; round < options.rounds(); round++) {
                planned.add(new PlannedPhase(Phase.DEFAULT, load, round, seed));
                planned.add(new PlannedPhase(Phase.SCHEDULED, load, round, seed));
            }
        }
        return planned;
    }

    String title(String scheduler, int rounds) {
        String who = phase == Phase.SCHEDULED ? scheduler : phase.name().toLowerCase(Locale.ROOT);
        String title = who + ", load " + Math.round(load * 100) + " %";
        return rounds == 1 || phase == Phase.IDEAL ? title : title + ", round " + (round + 1) + " of " + rounds;
    }
}

package io.emfs.tests.faas;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the tests here have in common. */
final class FaasFixtures {
    static final long NS_PER_MS = 1_000_000;

    private FaasFixtures() {}

    /** Every function takes what it should, alone. */
    static List<Baseline> nominal() {
        return FaasFunction.ALL.stream()
                .map(function -> new Baseline(
                        function, function.isolatedMs() * NS_PER_MS, (long) (function.isolatedMs() * NS_PER_MS)))
                .toList();
    }

    static FaasOptions options(int rounds, FaasPolicy... policies) {
        return new FaasOptions(
                List.of(0.8),
                rounds,
                7,
                List.of(policies),
                List.of(ServerKind.PROCESS),
                Duration.ofSeconds(60),
                Duration.ofSeconds(10),
                Duration.ofSeconds(60),
                1,
                Duration.ofMillis(20),
                Duration.ofMillis(200),
                List.of());
    }

    /** One function, whose requests took so many times what it takes alone. */
    static FunctionOutcome outcome(Baseline baseline, long unanswered, int... slowdowns) {
        List<Long> turnaroundsNs = Arrays.stream(slowdowns)
                .mapToObj(slowdown -> (long) (baseline.meanNs() * slowdown))
                .toList();
        return new FunctionOutcome(baseline, turnaroundsNs, unanswered);
    }

    /** Under the default scheduler fib20 and fib35 are 2 and 4 times slower, and under srtf they are not. */
    static FaasResult twoPolicies() {
        Baseline shortest = nominal().get(0), longest = nominal().get(13);
        FaasPhaseResult fair = new FaasPhaseResult(
                0,
                0.8,
                FaasPolicy.DEFAULT,
                ServerKind.PROCESS,
                List.of(outcome(shortest, 0, 2, 2, 2, 4), outcome(longest, 1, 4)),
                0,
                0);
        FaasPhaseResult oracle = new FaasPhaseResult(
                0,
                0.8,
                FaasPolicy.SRTF,
                ServerKind.PROCESS,
                List.of(outcome(shortest, 0, 1, 1, 1, 4), outcome(longest, 0, 1, 2)),
                2 * NS_PER_MS + 1,
                0.25);
        return new FaasResult(
                options(1, FaasPolicy.DEFAULT, FaasPolicy.SRTF),
                Map.of(ServerKind.PROCESS, List.of(shortest, longest)),
                List.of(fair, oracle));
    }

    /** Two rounds, in which one and two of four requests miss under eMFS, and two and all of them without its model. */
    static FaasResult twoRounds() {
        return new FaasResult(
                options(2, FaasPolicy.EMFS, FaasPolicy.EMFS_LADDER),
                Map.of(ServerKind.PROCESS, List.of(nominal().get(0))),
                List.of(
                        phase(0, FaasPolicy.EMFS, 3, 1, 1, 1, 4),
                        phase(0, FaasPolicy.EMFS_LADDER, 2, 1, 1, 4, 4),
                        phase(1, FaasPolicy.EMFS_LADDER, 2, 4, 4, 4, 4),
                        phase(1, FaasPolicy.EMFS, 4, 1, 1, 4, 4)));
    }

    private static FaasPhaseResult phase(int round, FaasPolicy policy, double queue, int... slowdowns) {
        FunctionOutcome outcome = outcome(nominal().get(0), 0, slowdowns).in(queue);
        return new FaasPhaseResult(round, 0.8, policy, ServerKind.PROCESS, List.of(outcome), 0, 0);
    }

    static FaasRow row(FaasResult result, SizeClass size, FaasPolicy policy) {
        Optional<FaasRow> row = result.row(0.8, ServerKind.PROCESS, size, policy);
        return row.orElseThrow();
    }
}

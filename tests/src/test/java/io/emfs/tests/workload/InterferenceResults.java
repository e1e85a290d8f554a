package io.emfs.tests.workload;

import static io.emfs.tests.workload.InterferenceOptions.LONG;
import static io.emfs.tests.workload.InterferenceOptions.SHORT;

import io.emfs.config.Slo;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/** Results with known numbers, for the tests of table and JSON. */
final class InterferenceResults {
    private static final long NS_PER_MS = 1_000_000;

    private static final double AGENT_CPU_S = 1.5;

    private InterferenceResults() {}

    /** One load, two rounds; the short function takes 10 ms alone, 20 and 40 by default, 10 under the scheduler. */
    static InterferenceResult twoRounds() {
        return result(
                2,
                List.of(
                        phase(Policy.IDEAL, 0, shortOutcome("", 0, 10)),
                        phase(Policy.DEFAULT, 0, shortOutcome("", 0, 20, 20), longOutcome("", 800)),
                        phase(Policy.EMFS, 0, shortOutcome("p1", 0, 10, 10), longOutcome("p6", 900)),
                        phase(Policy.DEFAULT, 1, shortOutcome("", 0, 40, 40), longOutcome("", 800)),
                        phase(Policy.EMFS, 1, shortOutcome("p2", 0, 10, 10), longOutcome("p6", 900))));
    }

    /** Under the scheduler one of two short requests is never answered, and no long one is sent. */
    static InterferenceResult unanswered() {
        return result(
                1,
                List.of(
                        phase(Policy.IDEAL, 0, shortOutcome("", 0, 10, 12)),
                        phase(Policy.DEFAULT, 0, shortOutcome("", 0, 12, 30), longOutcome("", 800)),
                        phase(Policy.EMFS, 0, shortOutcome("", 1, 12), longOutcome(""))));
    }

    private static InterferenceResult result(int rounds, List<PhaseResult> phases) {
        InterferenceOptions options =
                InterferenceOptions.builder().loads(List.of(0.8)).rounds(rounds).build();
        return new InterferenceResult(options, "eMFS", phases);
    }

    private static PhaseResult phase(Policy policy, int round, FunctionOutcome... outcomes) {
        return new PhaseResult(policy, 0.8, round, policy == Policy.EMFS ? AGENT_CPU_S : 0, List.of(outcomes));
    }

    private static FunctionOutcome shortOutcome(String queue, long unanswered, long... latenciesMs) {
        Slo slo = InterferenceOptions.defaults().shortSlo();
        return outcome(SHORT, queue, unanswered, Optional.of(slo), latenciesMs);
    }

    private static FunctionOutcome longOutcome(String queue, long... latenciesMs) {
        return outcome(LONG, queue, 0, Optional.empty(), latenciesMs);
    }

    private static FunctionOutcome outcome(
            String name, String queue, long unanswered, Optional<Slo> slo, long... latenciesMs) {
        LatencyStatistics latency =
                LatencyStatistics.ofNs(LongStream.of(latenciesMs).map(ms -> ms * NS_PER_MS));
        LatencyStatistics response =
                LatencyStatistics.ofNs(LongStream.of(latenciesMs).map(ms -> (ms + 1) * NS_PER_MS));
        return new FunctionOutcome(
                name, latency, response, unanswered, slo, Optional.of(queue).filter(known -> !known.isEmpty()));
    }
}

package io.emfs.tests.workload;

import io.emfs.config.Slo;
import java.util.Optional;

/**
 * How one function fared in one phase.
 *
 * @param latency last byte sent → first byte received
 * @param response scheduled → last byte received
 * @param unanswered failed, refused, or not answered before the end of the drain
 * @param slo if it has one
 * @param queue where the scheduler under test had put it at the end
 */
public record FunctionOutcome(
        String function,
        LatencyStatistics latency,
        LatencyStatistics response,
        long unanswered,
        Optional<Slo> slo,
        Optional<String> queue) {

    static FunctionOutcome of(String function, TargetResult result, Optional<Slo> slo, Optional<String> queue) {
        return new FunctionOutcome(
                function, result.latency(), result.response(), result.errors() + result.refused(), slo, queue);
    }

    /** Percent of all requests later than the SLO's bound; an unanswered one is late. Empty without an SLO. */
    public Optional<Double> sloMissPercent() {
        return slo.map(objective -> {
            long requests = latency.n() + unanswered;
            long misses = latency.misses(objective.latency()) + unanswered;
            return requests == 0 ? 0.0 : 100.0 * misses / requests;
        });
    }
}

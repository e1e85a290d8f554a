package io.emfs.tests.faas;

import io.emfs.tests.workload.CompletedRequest;
import io.emfs.tests.workload.TargetResult;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * How one function fared in one phase.
 *
 * @param turnaroundsNs of the answered requests, from their time of sending to the first byte of the answer
 * @param unanswered failed, refused, or not answered before the end of the drain
 * @param meanQueue its base queue over the time that counts; NaN where no scheduler has told
 */
public record FunctionOutcome(Baseline baseline, List<Long> turnaroundsNs, long unanswered, double meanQueue) {
    public FunctionOutcome {
        turnaroundsNs = List.copyOf(turnaroundsNs);
    }

    public FunctionOutcome(Baseline baseline, List<Long> turnaroundsNs, long unanswered) {
        this(baseline, turnaroundsNs, unanswered, Double.NaN);
    }

    FunctionOutcome in(double newMeanQueue) {
        return new FunctionOutcome(baseline, turnaroundsNs, unanswered, newMeanQueue);
    }

    static FunctionOutcome of(Baseline baseline, TargetResult result) {
        return new FunctionOutcome(
                baseline,
                result.requests().stream().map(CompletedRequest::turnaroundNs).toList(),
                result.errors() + result.refused());
    }

    long requests() {
        return turnaroundsNs.size() + unanswered;
    }

    /** Later than the SLO's bound; an unanswered one is late. */
    long sloMisses() {
        long boundNs = baseline.slo().latency().toNanos();
        return turnaroundsNs.stream().filter(ns -> ns > boundNs).count() + unanswered;
    }

    /** How many times the function's mean alone each answered request took. */
    DoubleStream slowdowns() {
        return turnaroundsNs.stream().mapToDouble(ns -> ns / baseline.meanNs());
    }
}

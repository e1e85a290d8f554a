package io.emfs.tests.accuracy;

import io.emfs.tests.workload.LatencyStatistics;
import java.time.Duration;
import java.util.List;
import java.util.function.LongUnaryOperator;

/**
 * Errors of the requests that were found among the monitor's events; all 0 if none was.
 *
 * @param n how many
 * @param medianNs reported − true
 * @param within the part, 0 to 1, that is off by {@link #WITHIN} or {@link #WITHIN_RELATIVE} at most
 */
public record ErrorSummary(int n, long medianNs, long medianAbsNs, long p95AbsNs, double within) {
    public static final Duration WITHIN = Duration.ofNanos(50_000);
    public static final double WITHIN_RELATIVE = 0.01;

    static ErrorSummary of(List<Sample> samples) {
        LatencyStatistics signed = statistics(samples, errorNs -> errorNs);
        LatencyStatistics absolute = statistics(samples, Math::abs);
        long within = samples.stream()
                .filter(sample -> sample.within(WITHIN.toNanos(), WITHIN_RELATIVE))
                .count();
        return new ErrorSummary(
                signed.n(),
                signed.p50Ns(),
                absolute.p50Ns(),
                absolute.p95Ns(),
                samples.isEmpty() ? 0 : (double) within / samples.size());
    }

    private static LatencyStatistics statistics(List<Sample> samples, LongUnaryOperator of) {
        return LatencyStatistics.ofNs(samples.stream().mapToLong(sample -> of.applyAsLong(sample.errorNs())));
    }
}

package io.emfs.tests.accuracy;

import io.emfs.tests.workload.LatencyStatistics;
import java.time.Duration;
import java.util.List;
import java.util.function.LongUnaryOperator;
import java.util.function.Predicate;

/**
 * Errors of the requests that were found among the monitor's events; all 0 if none was.
 *
 * @param n how many
 * @param medianNs reported − true
 * @param within the part, 0 to 1, that is off by {@link #WITHIN} or {@link #WITHIN_RELATIVE} at most
 * @param insideBounds the part that client and server cannot tell from the truth without the kernel's stamps
 */
public record ErrorSummary(int n, long medianNs, long medianAbsNs, long p95AbsNs, double within, double insideBounds) {
    public static final Duration WITHIN = Duration.ofNanos(50_000);
    public static final double WITHIN_RELATIVE = 0.01;

    static ErrorSummary of(List<Sample> samples) {
        LatencyStatistics signed = statistics(samples, errorNs -> errorNs);
        LatencyStatistics absolute = statistics(samples, Math::abs);
        return new ErrorSummary(
                signed.n(),
                signed.p50Ns(),
                absolute.p50Ns(),
                absolute.p95Ns(),
                part(samples, sample -> sample.within(WITHIN.toNanos(), WITHIN_RELATIVE)),
                part(samples, Sample::insideBounds));
    }

    private static double part(List<Sample> samples, Predicate<Sample> of) {
        long matching = samples.stream().filter(of).count();
        return samples.isEmpty() ? 0 : (double) matching / samples.size();
    }

    private static LatencyStatistics statistics(List<Sample> samples, LongUnaryOperator of) {
        return LatencyStatistics.ofNs(samples.stream().mapToLong(sample -> of.applyAsLong(sample.errorNs())));
    }
}

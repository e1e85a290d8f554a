package io.emfs.tests.accuracy;

import io.emfs.config.MonitorConfig;
import io.emfs.state.Quantity;
import io.emfs.state.WindowSlice;
import io.emfs.tests.workload.LatencyStatistics;
import java.util.List;

/**
 * One case in one mode of the monitor.
 *
 * @param requests answered by the server
 * @param events that tell of the judged quantity of one request; there are none in digest mode
 * @param errors of the judged quantity, request by request
 * @param window its percentiles
 * @param uncertaintyNs p95 of how far the truth itself may be off
 */
public record CaseResult(
        AccuracyCase traffic,
        MonitorConfig.Mode mode,
        int requests,
        int events,
        ErrorSummary errors,
        WindowError window,
        long uncertaintyNs) {
    private static final long MEDIAN_NS = 20_000;
    private static final long P95_NS = 100_000;
    private static final double WITHIN = 0.95;
    private static final double PERCENTILE = 0.02;

    static CaseResult of(
            AccuracyCase traffic,
            MonitorConfig.Mode mode,
            List<TruthRecord> truths,
            int events,
            List<Sample> samples,
            WindowSlice window) {
        Quantity judged = traffic.judged();
        return new CaseResult(
                traffic,
                mode,
                truths.size(),
                events,
                ErrorSummary.of(samples),
                WindowError.of(window.of(judged), truths, judged),
                LatencyStatistics.ofNs(truths.stream().mapToLong(truth -> truth.uncertaintyNs(judged)))
                        .p95Ns());
    }

    /** Requests that the monitor has told of. */
    public long n() {
        return byRequest() ? errors.n() : window.n();
    }

    /** Whether single requests can be compared. */
    public boolean byRequest() {
        return mode == MonitorConfig.Mode.REQUESTS;
    }

    /** Every request once, each near its truth, and the window's p99 too. */
    public boolean targetMet() {
        return window.n() == requests && window.p99() <= PERCENTILE && (!byRequest() || requestsMet());
    }

    private boolean requestsMet() {
        return events == requests
                && errors.n() == requests
                && (traffic.judged() == Quantity.DURATION
                        ? errors.within() >= WITHIN
                        : errors.medianAbsNs() <= MEDIAN_NS && errors.p95AbsNs() <= P95_NS);
    }
}

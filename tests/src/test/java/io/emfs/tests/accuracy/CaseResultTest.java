package io.emfs.tests.accuracy;

import static io.emfs.config.MonitorConfig.Mode.DIGESTS;
import static io.emfs.config.MonitorConfig.Mode.REQUESTS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.emfs.state.FunctionKey;
import io.emfs.state.Quantity;
import io.emfs.state.RequestAnswered;
import io.emfs.state.RequestCompleted;
import io.emfs.state.WindowSlice;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class CaseResultTest {
    private static final FunctionKey KEY = new FunctionKey("here", "truth");
    private static final long US = 1000;
    private static final int REQUESTS_SENT = 100;

    /** Request i takes i ms to its first byte and 10 ms more to its last. */
    private static final List<TruthRecord> TRUTHS = LongStream.rangeClosed(1, REQUESTS_SENT)
            .mapToObj(i -> new TruthRecord(at(1), at(1 + i * 1000 * US), at(1 + (i + 10) * 1000 * US)))
            .toList();

    private static Moment at(long ns) {
        return new Moment(ns, ns, ns);
    }

    private static Sample sample(long trueNs, long errorNs) {
        return new Sample(trueNs, trueNs, trueNs, trueNs + errorNs);
    }

    private static CaseResult latencies(long errorNs, int events) {
        WindowSlice window = new WindowSlice();
        List<Sample> samples = LongStream.rangeClosed(1, events)
                .mapToObj(i -> sample(i * 1000 * US, errorNs))
                .toList();
        samples.forEach(s -> window.add(new RequestAnswered(KEY, 0, 0, s.reportedNs(), 1, 1, false)));
        return CaseResult.of(AccuracyCase.KEEPALIVE, REQUESTS, TRUTHS, events, samples, window);
    }

    private static CaseResult durations(long errorNs) {
        WindowSlice window = new WindowSlice();
        List<Sample> samples = LongStream.rangeClosed(1, REQUESTS_SENT)
                .mapToObj(i -> sample((i + 10) * 1000 * US, errorNs))
                .toList();
        samples.forEach(s -> window.add(new RequestCompleted(KEY, 0, s.reportedNs(), 0, 0, 0, 0, 1)));
        return CaseResult.of(AccuracyCase.CHUNKED, REQUESTS, TRUTHS, REQUESTS_SENT, samples, window);
    }

    @Test
    void meetsTheTargetWithSmallErrorsOfEitherSign() {
        assertThat(latencies(20 * US, REQUESTS_SENT).targetMet()).isTrue();
        assertThat(latencies(-20 * US, REQUESTS_SENT).targetMet()).isTrue();
        assertThat(latencies(-20 * US, REQUESTS_SENT).errors().medianNs()).isEqualTo(-20 * US);
    }

    @Test
    void missesTheTargetWithALargeMedianErrorOrARequestThatIsMissing() {
        assertThat(latencies(21 * US, REQUESTS_SENT).targetMet()).isFalse();
        assertThat(latencies(0, REQUESTS_SENT - 1).targetMet()).isFalse();
    }

    @Test
    void durationsMayBeOffByAPartOfTheTruth() {
        assertThat(durations(105 * US).targetMet()).isTrue(); // 1 % of all but one
        assertThat(durations(105 * US).errors().within()).isEqualTo(1.0);
        assertThat(durations(400 * US).targetMet()).isFalse();
    }

    @Test
    void digestsAreJudgedByTheWindowAlone() {
        WindowSlice window = new WindowSlice();
        TRUTHS.forEach(truth -> window.add(new RequestAnswered(KEY, 0, 0, truth.ns(Quantity.LATENCY), 1, 1, false)));

        CaseResult result = CaseResult.of(AccuracyCase.KEEPALIVE, DIGESTS, TRUTHS, 0, List.of(), window);

        assertThat(result.targetMet()).isTrue();
        assertThat(result.n()).isEqualTo(REQUESTS_SENT);
        assertThat(result.window().p99()).isLessThan(0.01);
    }

    @Test
    void nothingReportedIsATargetMissed() throws Exception {
        CaseResult result = CaseResult.of(AccuracyCase.CHUNKED, REQUESTS, TRUTHS, 0, List.of(), new WindowSlice());

        assertThat(result.targetMet()).isFalse();
        JsonNode json = new JsonMapper().readTree(new AccuracyJson(List.of(result)).render());
        assertThat(json.at("/cases/0/case").asText()).isEqualTo("chunked");
        assertThat(json.at("/cases/0/n").asInt()).isZero();
        assertThat(json.at("/cases/0/median_abs_err_us").isNull()).isTrue();
        assertThat(json.at("/cases/0/p99_rel_err").isNull()).isTrue();
        assertThat(json.at("/cases/0/target_met").asBoolean()).isFalse();
    }

    @Test
    void theTableShowsTheVerdict() {
        assertThat(new AccuracyTable(List.of(latencies(-4 * US, REQUESTS_SENT), latencies(0, 0))).render())
                .isEqualTo("""
                        CASE       MODE      OF      FOUND  P50 µs  P95 µs  P99 %  ± µs  TARGET
                        keepalive  requests  ttfb  100/100     4.0     4.0    0.3   0.0     met
                        keepalive  requests  ttfb    0/100       -       -      -   0.0  missed

                        P50, P95: |reported - true|, request by request. P99: error of the window's p99.
                        ±: how far the truth itself may be off (p95).
                        """);
    }
}

package io.emfs.tests.accuracy;

import static org.assertj.core.api.Assertions.assertThat;

import io.emfs.config.MonitorConfig.Mode;
import io.emfs.state.Quantity;
import io.emfs.tests.kernel.RequiresKernel;
import io.emfs.tests.workload.FreePort;
import io.emfs.tests.workload.Progress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each shape of traffic as it really is, judged by counts only: times are the benchmark's. */
@RequiresKernel
@Timeout(60)
class AccuracyIT {
    private static final int REQUESTS = 12;
    private static final long NS_PER_MS = 1_000_000;

    @ParameterizedTest
    @EnumSource(AccuracyCase.class)
    void everyRequestIsBounded(AccuracyCase traffic) throws Exception {
        List<TruthRecord> truths = TruthProgram.run(traffic, REQUESTS, FreePort.ofLoopback());

        assertThat(truths).hasSize(REQUESTS);
        assertThat(truths).allSatisfy(truth -> {
            assertThat(truth.firstByte().ns()).isGreaterThan(truth.arrival().ns());
            assertThat(truth.lastByte().ns())
                    .isGreaterThanOrEqualTo(truth.firstByte().lowerNs());
        });
    }

    @ParameterizedTest
    @EnumSource(
            value = AccuracyCase.class,
            names = {"KEEPALIVE", "EIGHT_CONNECTIONS", "NEW_CONNECTION", "IPV6", "DEFER_ACCEPT", "HALF_CLOSE"})
    void findsEveryRequestAmongTheEvents(AccuracyCase traffic) throws Exception {
        List<CaseResult> results = new Accuracy(List.of(traffic), REQUESTS, List.of(), Progress.SILENT).run();

        assertThat(results).extracting(CaseResult::mode).containsExactly(Mode.REQUESTS, Mode.DIGESTS);
        assertThat(results).extracting(CaseResult::n).containsExactly((long) REQUESTS, (long) REQUESTS);
        assertThat(results.get(0).events()).isEqualTo(REQUESTS);
    }

    @Test
    void theWaitForTheAcceptIsInTheTruth() throws Exception {
        List<TruthRecord> truths = TruthProgram.run(AccuracyCase.ACCEPT_WAIT, REQUESTS, FreePort.ofLoopback());

        assertThat(truths)
                .allSatisfy(truth -> assertThat(truth.ns(Quantity.LATENCY)).isGreaterThanOrEqualTo(50 * NS_PER_MS));
    }
}

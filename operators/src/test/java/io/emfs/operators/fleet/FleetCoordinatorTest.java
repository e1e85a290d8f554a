package io.emfs.operators.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emfs.state.LatencySketch;
import io.emfs.state.Percentiles;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.flink.runtime.operators.coordination.CoordinationRequest;
import org.apache.flink.runtime.operators.coordination.OperatorEvent;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;

class FleetCoordinatorTest {
    private static final long AFTER_A_WINDOW_AND_A_SLIDE_MS = 35_001;

    private long nowMs;
    private final FleetCoordinator coordinator = new FleetCoordinator(() -> nowMs);

    @Test
    void tellsPercentilesOfAllRequestsAndNotTheirMeans() {
        long[] manyShort = LongStream.rangeClosed(1, 900).map(i -> 5 + i % 10).toArray();
        long[] fewLong = LongStream.rangeClosed(1, 100).map(i -> 100 + i).toArray();
        hear(0, SeenWindow.of("busy", "f", 100_000, manyShort));
        hear(1, SeenWindow.of("slow", "f", 100_000, fewLong));
        LatencySketch together = new LatencySketch();
        LongStream.concat(LongStream.of(manyShort), LongStream.of(fewLong)).forEach(ms -> together.add(ms * 1_000_000));
        Percentiles expected = together.toPercentiles();

        FleetFunction f = report().functions().get(0);

        assertThat(f.nodes()).isEqualTo(2);
        assertThat(f.requests()).isEqualTo(1_000);
        assertThat(f.missed()).isEqualTo(100);
        assertThat(f.missedShare()).isEqualTo(0.1);
        assertThat(new double[] {f.p50Ns(), f.p95Ns(), f.p99Ns(), f.maxNs()})
                .containsExactly(expected.p50(), expected.p95(), expected.p99(), expected.max());
        assertThat(f.p95Ns()).as("the mean of both would be 105 ms").isBetween(148e6, 152e6);
    }

    @Test
    void showsTheWorstFirst() {
        hear(0, SeenWindow.of("n", "b", 100_000, 40, 40), SeenWindow.of("n", "a", 100_000, 45, 10));
        hear(1, SeenWindow.of("m", "c", 100_000, 51, 10), SeenWindow.of("m", "d", 100_000, 60, 60));
        hear(2, SeenWindow.of("k", "e", 100_000, 40, 40));

        assertThat(report().functions()).extracting(FleetFunction::name).containsExactly("d", "c", "a", "b", "e");
        assertThat(report().endMs()).isEqualTo(100_000);
        assertThat(report().window()).isEqualTo(SeenWindow.SLOW);
    }

    @Test
    void knowsTheNewestWindowOfEachSubtaskAlone() {
        hear(0, SeenWindow.of("n", "f", 100_000, 10), SeenWindow.of("n", "g", 100_000, 10));
        hear(1, SeenWindow.of("m", "f", 100_000, 10));
        hear(0, SeenWindow.of("n", "f", 105_000, 10, 10));

        FleetReport report = report();

        assertThat(report.functions()).extracting(FleetFunction::name).containsExactly("f");
        assertThat(report.functions().get(0).requests()).isEqualTo(3);
        assertThat(report.endMs()).isEqualTo(105_000);
    }

    @Test
    void forgetsSubtasksThatAreSilentOrGone() {
        hear(0, SeenWindow.of("n", "f", 100_000, 10));
        nowMs += AFTER_A_WINDOW_AND_A_SLIDE_MS - 1;
        hear(1, SeenWindow.of("m", "g", 130_000, 10));
        hear(2, SeenWindow.of("k", "h", 130_000, 10));
        assertThat(report().functions()).hasSize(3);

        nowMs++;
        assertThat(report().functions()).extracting(FleetFunction::name).containsExactly("g", "h");
        coordinator.executionAttemptFailed(1, 0, null);
        assertThat(report().functions()).extracting(FleetFunction::name).containsExactly("h");
        coordinator.subtaskReset(2, 7);
        assertThat(report()).isEqualTo(FleetReport.NOTHING_YET);
    }

    @Test
    void addsUpNoWindowsOfDifferentConfigurations() {
        hear(0, SeenWindow.of("n", "f", 100_000, 10));
        FleetWindow other = new FleetWindow("slow", 60_000, 5_000);
        SeenWindow seen = SeenWindow.of("m", "f", 100_000, 10);
        hear(1, SharesEvent.of(other, 100_000, 2, 3, Map.of("f", share(seen))));

        assertThat(report().window()).isEqualTo(other);
        assertThat(report().functions()).extracting(FleetFunction::nodes).containsExactly(1);
        assertThat(report().leftOut()).isEqualTo(2);
        assertThat(report().strays()).isEqualTo(3);
    }

    /** Flink brings both over the network. */
    @Test
    void isAskedAndAnswersInJavasSerialForm() throws Exception {
        IntStream.range(0, 3).forEach(i -> hear(i, SeenWindow.of("n" + i, "f" + i, 100_000, 10L * i)));

        FleetReport report = report();

        assertThat(InstantiationUtil.<FleetReport>clone(report)).isEqualTo(report);
        assertThat(InstantiationUtil.clone(new FleetRequest())).isEqualTo(new FleetRequest());
    }

    @Test
    void keepsNothingInCheckpoints() {
        CompletableFuture<byte[]> state = new CompletableFuture<>();
        coordinator.checkpointCoordinator(1, state);
        assertThat(state).isCompletedWithValueMatching(bytes -> bytes.length == 0);

        for (byte[] restored : new byte[][] {null, {}, {1, 2, 3}}) {
            hear(0, SeenWindow.of("n", "f", 100_000, 10));
            coordinator.resetToCheckpoint(1, restored);
            assertThat(report()).isEqualTo(FleetReport.NOTHING_YET);
        }
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        assertThat(coordinator.handleCoordinationRequest(new CoordinationRequest() {}))
                .isCompletedExceptionally();
        assertThatThrownBy(() -> coordinator.handleEventFromOperator(0, 0, new OperatorEvent() {}))
                .hasMessageContaining("expected shares of functions");
    }

    private void hear(int subtask, SeenWindow... seen) {
        Map<String, FunctionShare> shares = new HashMap<>();
        for (SeenWindow each : seen) {
            shares.put(each.summary().key().function(), share(each));
        }
        hear(subtask, SharesEvent.of(SeenWindow.SLOW, seen[0].summary().endMs(), 0, 0, shares));
    }

    private void hear(int subtask, SharesEvent event) {
        coordinator.handleEventFromOperator(subtask, 0, event);
    }

    private static FunctionShare share(SeenWindow seen) {
        return new FunctionShare(1, seen.summary().missed(), SeenWindow.SLO, seen.latency());
    }

    private FleetReport report() {
        return (FleetReport)
                coordinator.handleCoordinationRequest(new FleetRequest()).join();
    }
}

package io.emfs.operators.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.emfs.config.ConfigLoader;
import io.emfs.config.LoadedConfig;
import io.emfs.config.Slo;
import io.emfs.config.WindowConfig;
import io.emfs.operators.fleet.FleetCoordinatorProvider;
import io.emfs.operators.fleet.FleetReport;
import io.emfs.operators.fleet.FleetRequest;
import io.emfs.operators.fleet.FleetWindow;
import io.emfs.operators.window.WindowHarness.Backend;
import io.emfs.state.ConfigurationChanged;
import io.emfs.state.FunctionKey;
import java.time.Duration;
import java.util.List;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.operators.coordination.CoordinationRequestHandler;
import org.apache.flink.runtime.operators.coordination.MockOperatorCoordinatorContext;
import org.apache.flink.runtime.operators.coordination.OperatorCoordinator;
import org.apache.flink.runtime.operators.coordination.OperatorEvent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the operator tells its coordinator, and that answers. */
class LatencyWindowsFleetTest {
    private static final Slo SLO = new Slo(95, Duration.ofMillis(50));
    private static final List<WindowConfig> WINDOWS = List.of(
            new WindowConfig("fast", Duration.ofMillis(500), Duration.ofMillis(100)),
            new WindowConfig("slow", Duration.ofSeconds(2), Duration.ofSeconds(1)),
            new WindowConfig("medium", Duration.ofSeconds(1), Duration.ofSeconds(1)));
    private static final LoadedConfig NEXT = ConfigLoader.parse("next", """
            windows: [{name: fast, size: 400ms, slide: 200ms}]
            """, List.of("node=n1"));
    private static final FunctionKey HERE = new FunctionKey("n1", "f");
    private static final FunctionKey THERE = new FunctionKey("n2", "f");

    private final OperatorCoordinator coordinator = coordinator();
    private int events;

    @Test
    void sendsTheLongestWindowOfAllNodesOnce() throws Exception {
        try (WindowHarness harness = open(NodeTime.besideAnAgent())) {
            harness.clock(10_500);
            harness.complete(HERE, 10_500, 20);
            harness.complete(HERE, 10_500, 30);
            harness.complete(THERE, 10_500, 80);
            harness.clock(11_000 + 1_000 + 500);
            assertThat(events).isZero();
            harness.clock(11_020 + 1_000 + 500);
            assertThat(events).isOne();

            FleetReport report = report();
            assertThat(report.window()).isEqualTo(new FleetWindow("slow", 2_000, 1_000));
            assertThat(report.endMs()).isEqualTo(11_000);
            assertThat(report.functions())
                    .singleElement()
                    .satisfies(f -> assertThat(f.nodes()).isEqualTo(2))
                    .satisfies(f -> assertThat(f.requests()).isEqualTo(3))
                    .satisfies(f -> assertThat(f.missed()).isEqualTo(1))
                    .satisfies(f -> assertThat(f.slo()).isEqualTo(SLO))
                    .satisfies(f -> assertThat(f.p50Ns()).isBetween(29.7e6, 30.3e6))
                    .satisfies(f -> assertThat(f.maxNs()).isEqualTo(80e6));

            harness.clock(20_000);
            assertThat(events)
                    .as("the end of the second window, and that there is none any more")
                    .isEqualTo(3);
            assertThat(report().functions()).isEmpty();
            assertThat(harness.clockTimers()).isZero();
        }
    }

    @Test
    void followsTheConfiguration() throws Exception {
        try (WindowHarness harness = open(NodeTime.besideAnAgent())) {
            harness.clock(10_500);
            harness.complete(HERE, 10_500, 20);
            harness.process(new ConfigurationChanged("n1", 10_510_000_000L, NEXT));
            harness.complete(HERE, 10_520, 20);
            harness.clock(11_320);

            assertThat(report().window()).isEqualTo(new FleetWindow("fast", 400, 200));
            assertThat(report().endMs()).isEqualTo(10_600);
        }
    }

    @Test
    void sendsNothingInAReplay() throws Exception {
        try (WindowHarness harness = open(null)) {
            harness.complete(HERE, 10_500, 20);
            harness.watermark(Long.MAX_VALUE);
            harness.clock(60_000);

            assertThat(harness.drainCounts("slow")).isNotEmpty();
            assertThat(events).isZero();
        }
    }

    private WindowHarness open(@Nullable NodeTime time) throws Exception {
        LatencyWindows windows =
                new LatencyWindows(WINDOWS, function -> SLO).timedBy(time).tellFleet(this::hear);
        return WindowHarness.open(Backend.HEAP, windows, null);
    }

    private void hear(OperatorEvent event) {
        events++;
        try {
            coordinator.handleEventFromOperator(0, 0, event);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private FleetReport report() {
        return (FleetReport) ((CoordinationRequestHandler) coordinator)
                .handleCoordinationRequest(new FleetRequest())
                .join();
    }

    private static OperatorCoordinator coordinator() {
        OperatorID id = new OperatorID();
        return new FleetCoordinatorProvider(id).create(new MockOperatorCoordinatorContext(id, 1));
    }
}

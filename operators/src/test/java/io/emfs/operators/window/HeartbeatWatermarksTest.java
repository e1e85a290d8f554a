package io.emfs.operators.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.emfs.state.FunctionKey;
import io.emfs.state.InstanceStarted;
import io.emfs.state.NodeEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkGeneratorSupplier;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.util.InstantiationUtil;
import org.apache.flink.util.clock.RelativeClock;
import org.apache.flink.util.clock.SystemClock;
import org.junit.jupiter.api.Test;

class HeartbeatWatermarksTest {
    private final List<Long> emitted = new ArrayList<>();
    private long nowMs = 10_000;

    private final WatermarkGenerator<NodeEvent> generator = new HeartbeatWatermarks(
                    Duration.ofMillis(1), Duration.ofMillis(50), Duration.ofMillis(20), () -> nowMs)
            .createWatermarkGenerator(new Context());

    @Test
    void followEachEventThatAdvances() {
        onEvent(1_000);
        onEvent(1_001);
        onEvent(1_001);
        onEvent(1_000);
        onEvent(1_005);

        assertThat(emitted).containsExactly(998L, 999L, 1_003L);
    }

    @Test
    void followTheClockAfterFiftyMillisecondsOfSilence() {
        onEvent(9_990);
        periodic(10_049);
        periodic(10_050);
        periodic(10_100);

        assertThat(emitted).containsExactly(9_988L, 10_030L, 10_080L);
    }

    @Test
    void followTheClockWhereNoEventEverCame() {
        periodic(10_049);
        periodic(10_050);

        assertThat(emitted).containsExactly(10_030L);
    }

    @Test
    void neverGoBack() {
        onEvent(10_000);
        periodic(10_100);
        onEvent(10_050);
        onEvent(10_200);

        assertThat(emitted).containsExactly(9_998L, 10_080L, 10_198L);
    }

    @Test
    void leaveTheClockAloneWhileEventsArrive() {
        for (int i = 0; i < 10; i++) {
            onEvent(5_000);
            periodic(nowMs + 49);
        }

        assertThat(emitted).containsExactly(4_998L);
    }

    @Test
    void stampEventsWithTheMillisecondTheyFallInto() {
        assertThat(HeartbeatWatermarks.ofDefaults()
                        .createTimestampAssigner(() -> UnregisteredMetrics.GROUP)
                        .extractTimestamp(event(1_999_999), 0))
                .isEqualTo(1);
    }

    @Test
    void travelWithTheJob() throws Exception {
        assertThat(InstantiationUtil.clone(HeartbeatWatermarks.ofDefaults()).silence())
                .isEqualTo(Duration.ofMillis(50));
    }

    private void onEvent(long timestampMs) {
        generator.onEvent(event(timestampMs * 1_000_000), timestampMs, new Output());
    }

    private void periodic(long atMs) {
        nowMs = atMs;
        generator.onPeriodicEmit(new Output());
    }

    private static NodeEvent event(long timestampNs) {
        return new InstanceStarted(new FunctionKey("n", "f"), 1, timestampNs);
    }

    private static final class UnregisteredMetrics {
        static final MetricGroup GROUP = new UnregisteredMetricsGroup();
    }

    private static final class Context implements WatermarkGeneratorSupplier.Context {
        @Override
        public MetricGroup getMetricGroup() {
            return UnregisteredMetrics.GROUP;
        }

        @Override
        public RelativeClock getInputActivityClock() {
            return SystemClock.getInstance();
        }
    }

    private final class Output implements WatermarkOutput {
        @Override
        public void emitWatermark(Watermark watermark) {
            emitted.add(watermark.getTimestamp());
        }

        @Override
        public void markIdle() {
            throw new AssertionError("never idle");
        }

        @Override
        public void markActive() {
            throw new AssertionError("never idle");
        }
    }
}

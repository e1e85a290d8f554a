package io.emfs.operators.window;

import io.emfs.operators.EventTime;
import io.emfs.state.NodeEvent;
import java.time.Duration;
import org.apache.flink.api.common.eventtime.TimestampAssigner;
import org.apache.flink.api.common.eventtime.TimestampAssignerSupplier;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkGeneratorSupplier;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;

/**
 * Watermarks that close a window as soon as an event proves it over, and soon after the last event of a busy spell.
 *
 * <p>Flink's periodic watermarks would delay every window by up to their interval; and when all sources are silent, the
 * last windows of a spell would never close, even with {@code withIdleness}. How soon a silence is noticed depends on
 * {@code pipeline.auto-watermark-interval}, which should not exceed {@code silence}.
 *
 * @param outOfOrderness how much later than a younger event an event may come: CPUs reach the ring out of order
 * @param silence processing time without an event after which the clock drives the watermark
 * @param silentLag how far the watermark then stays behind the clock; covers an event's way to here, and in a cluster the
 *     difference between the clocks
 */
public record HeartbeatWatermarks(Duration outOfOrderness, Duration silence, Duration silentLag, EpochClock clock)
        implements WatermarkStrategy<NodeEvent> {

    /** 1 ms out of order, 50 ms of silence, 20 ms behind the system clock. */
    public static HeartbeatWatermarks ofDefaults() {
        return new HeartbeatWatermarks(
                Duration.ofMillis(1), Duration.ofMillis(50), Duration.ofMillis(20), EpochClock.SYSTEM);
    }

    /** Events are longer on their way, and the clocks of nodes differ: 250 ms behind the clock after 100 ms of silence. */
    public static HeartbeatWatermarks overANetwork() {
        return new HeartbeatWatermarks(
                Duration.ofMillis(1), Duration.ofMillis(100), Duration.ofMillis(250), EpochClock.SYSTEM);
    }

    @Override
    public TimestampAssigner<NodeEvent> createTimestampAssigner(TimestampAssignerSupplier.Context context) {
        return (event, previousMs) -> EventTime.timestampMs(event);
    }

    @Override
    public WatermarkGenerator<NodeEvent> createWatermarkGenerator(WatermarkGeneratorSupplier.Context context) {
        return new Generator(this);
    }

    /** One per source split, on the task thread. */
    private static final class Generator implements WatermarkGenerator<NodeEvent> {
        private final long outOfOrdernessMs;
        private final long silenceMs;
        private final long silentLagMs;
        private final EpochClock clock;
        private long watermarkMs = Long.MIN_VALUE;
        private long lastSeenMs;

        Generator(HeartbeatWatermarks strategy) {
            outOfOrdernessMs = strategy.outOfOrderness.toMillis();
            silenceMs = strategy.silence.toMillis();
            silentLagMs = strategy.silentLag.toMillis();
            clock = strategy.clock;
            lastSeenMs = clock.getAsLong();
        }

        @Override
        public void onEvent(NodeEvent event, long timestampMs, WatermarkOutput output) {
            lastSeenMs = clock.getAsLong();
            // a watermark says that no event at or before it is to come: an equally late one still may
            advance(timestampMs - outOfOrdernessMs - 1, output);
        }

        @Override
        public void onPeriodicEmit(WatermarkOutput output) {
            long nowMs = clock.getAsLong();
            if (nowMs - lastSeenMs >= silenceMs) {
                advance(nowMs - silentLagMs, output);
            }
        }

        private void advance(long toMs, WatermarkOutput output) {
            if (toMs > watermarkMs) {
                watermarkMs = toMs;
                output.emitWatermark(new Watermark(toMs));
            }
        }
    }
}

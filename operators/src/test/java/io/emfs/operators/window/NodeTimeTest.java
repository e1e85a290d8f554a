package io.emfs.operators.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.emfs.config.WindowConfig;
import io.emfs.operators.window.WindowHarness.Backend;
import io.emfs.state.FunctionKey;
import io.emfs.state.InstanceStarted;
import java.time.Duration;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.util.InstantiationUtil;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Windows whose nodes have a time of their own: 1 ms out of order, the clock after 50 ms of silence, 20 ms behind it. */
class NodeTimeTest {
    private static final List<WindowConfig> WINDOWS =
            List.of(new WindowConfig("fast", Duration.ofMillis(1000), Duration.ofMillis(200)));
    private static final FunctionKey BUSY = new FunctionKey("busy", "f");
    private static final FunctionKey QUIET = new FunctionKey("quiet", "f");

    @Test
    void endsAWindowWithTheFirstEventThatNoneInItCanFollow() throws Exception {
        try (WindowHarness harness = open(null)) {
            harness.complete(BUSY, 10_100, 5);
            harness.complete(BUSY, 10_200, 5);
            assertThat(harness.drainCounts("fast")).as("10 199 may still come").isEmpty();
            harness.complete(BUSY, 10_199, 5);
            harness.complete(BUSY, 10_201, 5);

            assertThat(harness.drainCounts("fast")).containsExactly("10200:2");
        }
    }

    @Test
    void takesTheTimeFromWhatIsNoRequestToo() throws Exception {
        try (WindowHarness harness = open(null)) {
            harness.complete(BUSY, 10_100, 5);
            harness.process(new InstanceStarted(BUSY, 1, 10_201_000_000L));

            assertThat(harness.drainCounts("fast")).containsExactly("10200:1");
        }
    }

    @Test
    void waitsForNoOtherNode() throws Exception {
        try (WindowHarness harness = open(null)) {
            harness.complete(QUIET, 10_100, 5);
            harness.complete(BUSY, 10_100, 5);
            harness.complete(BUSY, 10_401, 5);

            assertThat(harness.drain())
                    .extracting(summary -> summary.key() + ":" + summary.endMs())
                    .containsExactly(BUSY + ":10200", BUSY + ":10400");
        }
    }

    @Test
    void followsTheClockWhereANodeIsSilent() throws Exception {
        try (WindowHarness harness = open(null)) {
            harness.clock(10_190);
            harness.complete(BUSY, 10_190, 5);
            harness.clock(10_239);
            assertThat(harness.drainCounts("fast")).as("silent for 49 ms").isEmpty();
            harness.clock(10_240);
            assertThat(harness.drainCounts("fast")).containsExactly("10200:1");
            harness.clock(10_419);
            assertThat(harness.drainCounts("fast")).as("20 ms behind the clock").hasSize(1);
            harness.clock(10_420);
            assertThat(harness.drainCounts("fast")).containsExactly("10200:1", "10400:1");
        }
    }

    @Test
    void leavesTheClockAloneWhileEventsArrive() throws Exception {
        try (WindowHarness harness = open(null)) {
            for (int ms = 0; ms < 1_000; ms += 20) {
                harness.clock(20_000 + ms);
                harness.complete(BUSY, 10_100, 5); // they have been on their way for long
            }
            assertThat(harness.drainCounts("fast")).isEmpty();
            assertThat(harness.counter(LatencyWindows.LATE_EVENTS)).isZero();
        }
    }

    @Test
    void neverGoesBack() throws Exception {
        try (WindowHarness harness = open(null)) {
            harness.complete(BUSY, 10_100, 5);
            harness.clock(10_420);
            harness.complete(BUSY, 10_250, 5);
            assertThat(harness.drainCounts("fast")).containsExactly("10200:1", "10400:1");
            assertThat(harness.counter(LatencyWindows.LATE_EVENTS)).isZero();
            harness.complete(BUSY, 10_601, 5);
            assertThat(harness.drainCounts("fast")).containsExactly("10200:1", "10400:1", "10600:2");
        }
    }

    /** The thread did not get its turn, and what it would have read in time waits for it. */
    @Test
    void givesAStalledThreadTimeToReadWhatHasCome() throws Exception {
        try (WindowHarness harness = open(null)) {
            harness.complete(BUSY, 10_100, 5);
            harness.clockLeaps(11_000);
            harness.complete(BUSY, 10_150, 5);
            assertThat(harness.drainCounts("fast")).isEmpty();
            harness.clock(11_050);
            assertThat(harness.drainCounts("fast")).startsWith("10200:2").endsWith("11000:2");
            assertThat(harness.counter(LatencyWindows.LATE_EVENTS)).isZero();
        }
    }

    @Test
    void setsNoTimerWhereNothingCanEnd() throws Exception {
        try (WindowHarness harness = open(null)) {
            harness.process(new InstanceStarted(BUSY, 1, 10_000_000_000L));
            assertThat(harness.clockTimers()).isZero();
            harness.complete(BUSY, 10_100, 5);
            harness.complete(QUIET, 10_100, 5);
            assertThat(harness.clockTimers()).isOne();
            harness.clock(12_000);
            assertThat(harness.clockTimers()).isZero();
        }
    }

    /** Its agent may be on its way back, with events that it has kept. */
    @ParameterizedTest
    @EnumSource(Backend.class)
    void givesTheNodesOfARestoredJobTenSecondsToSpeak(Backend backend) throws Exception {
        OperatorSubtaskState state;
        try (WindowHarness harness = open(backend, 10_000, null)) {
            harness.complete(BUSY, 10_100, 5);
            harness.complete(QUIET, 10_100, 5);
            state = harness.snapshot();
        }
        try (WindowHarness harness = open(backend, 12_000, state)) {
            harness.clock(16_000);
            harness.complete(BUSY, 10_150, 5);
            harness.clock(21_990);
            assertThat(harness.drain())
                    .extracting(summary -> summary.key() + ":" + summary.endMs() + ":" + summary.count())
                    .startsWith(BUSY + ":10200:2")
                    .hasSize(6);
            harness.clock(22_050);
            assertThat(harness.drain())
                    .extracting(summary -> summary.key() + ":" + summary.endMs() + ":" + summary.count())
                    .startsWith(QUIET + ":10200:1")
                    .hasSize(6);
        }
    }

    @Test
    void travelsWithTheJob() throws Exception {
        assertThat(InstantiationUtil.clone(NodeTime.besideAnAgent())).isEqualTo(NodeTime.besideAnAgent());
    }

    private static WindowHarness open(@Nullable OperatorSubtaskState state) throws Exception {
        return open(Backend.HEAP, 10_000, state);
    }

    private static WindowHarness open(Backend backend, long nowMs, @Nullable OperatorSubtaskState state)
            throws Exception {
        return WindowHarness.open(
                backend, new LatencyWindows(WINDOWS, function -> null).timedBy(NodeTime.besideAnAgent()), nowMs, state);
    }
}

package io.emfs.operators.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.emfs.config.Slo;
import io.emfs.config.WindowConfig;
import io.emfs.operators.SloLookup;
import io.emfs.state.FunctionKey;
import io.emfs.state.InstanceStarted;
import io.emfs.state.Percentiles;
import io.emfs.state.Quantity;
import io.emfs.state.RequestAnswered;
import io.emfs.state.RequestCompleted;
import io.emfs.state.RequestDigest;
import io.emfs.state.WindowSlice;
import io.emfs.state.WindowSummary;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LatencyWindowsTest {
    private static final WindowConfig TUMBLING = window("second", 1000, 1000);
    private static final WindowConfig FAST = window("fast", 1000, 200);
    private static final WindowConfig SLOW = window("slow", 3000, 500);
    private static final SloLookup P90 = function -> function.equals("f") ? new Slo(90, Duration.ofMillis(24)) : null;
    private static final FunctionKey F = new FunctionKey("node", "f");
    private static final FunctionKey G = new FunctionKey("node", "g");

    @Test
    void letsWhatIsNoRequestPassAtOnce() throws Exception {
        InstanceStarted started = new InstanceStarted(F, 100, 5_000_000);
        try (WindowHarness harness = WindowHarness.open(List.of(TUMBLING), P90)) {
            harness.process(started);

            assertThat(harness.passed()).containsExactly(started);
            assertThat(harness.timers()).isZero();
        }
    }

    @Test
    void summarisesATumblingWindowExactly() throws Exception {
        try (WindowHarness harness = WindowHarness.open(List.of(TUMBLING), P90)) {
            for (int i = 1; i <= 100; i++) {
                harness.complete(F, 5_000 + 10 * i - 10, i);
            }
            harness.watermark(5_998);
            assertThat(harness.drain()).isEmpty();
            harness.watermark(5_999);

            WindowSummary summary = harness.drain().get(0);
            assertThat(summary.key()).isEqualTo(F);
            assertThat(summary.window()).isEqualTo("second");
            assertThat(summary.startMs()).isEqualTo(5_000);
            assertThat(summary.endMs()).isEqualTo(6_000);
            assertThat(summary.count()).isEqualTo(100);
            assertPercentiles(summary.latency(), 1e6);
            assertPercentiles(summary.requests().queueDelay(), 0.25e6);
            assertPercentiles(summary.requests().service(), 0.75e6);
            assertThat(summary.sloLatencyNs()).isCloseTo(90e6, within(0.9e6));
            assertThat(summary.missed()).isEqualTo(76); // 24 ms and less do not miss
        }
    }

    @Test
    void addsUpAnswersCompletionsAndDigests() throws Exception {
        try (WindowHarness harness = WindowHarness.open(List.of(TUMBLING), P90)) {
            WindowSlice requests = new WindowSlice();
            requests.add(new RequestAnswered(F, 0, 1_000_000, 2_000_000, 1, 1, false));
            requests.add(new RequestCompleted(F, 0, 4_000_000, 2_000_000, 0, 1, 1, 1));
            harness.complete(F, 100, 6);
            harness.process(new RequestCompleted(F, 200_000_000, 8_000_000, RequestCompleted.UNKNOWN, 0, 1, 1, 1));
            harness.process(new RequestDigest(F, 300_000_000, requests));
            harness.process(new RequestAnswered(F, 300_000_000, 0, 90_000_000, 1, 1, true)); // in the digest already
            harness.watermark(999);

            WindowSummary summary = harness.drain().get(0);
            assertThat(summary.count()).isEqualTo(2);
            assertThat(summary.latency().max()).isEqualTo(6e6);
            assertThat(summary.latency().mean()).isEqualTo(4.5e6);
            assertThat(summary.requests().duration().mean()).isEqualTo(6e6);
            assertThat(summary.requests().onCpu().max()).isEqualTo(2e6);
            assertThat(summary.requests().known(Quantity.RUN_QUEUE_WAIT)).isEqualTo(Percentiles.EMPTY);
            assertThat(requests.count()).as("left as it was").isEqualTo(1);
        }
    }

    @Test
    void leavesTheSloLatencyOfAFunctionWithoutAnSloAtZero() throws Exception {
        try (WindowHarness harness = WindowHarness.open(List.of(TUMBLING), P90)) {
            harness.complete(G, 100, 7);
            harness.watermark(999);

            assertThat(harness.drain()).singleElement().satisfies(summary -> {
                assertThat(summary.sloLatencyNs()).isZero();
                assertThat(summary.latency().max()).isEqualTo(7e6);
            });
        }
    }

    @Test
    void reportsOneEmptyWindowAndThenNothing() throws Exception {
        try (WindowHarness harness = WindowHarness.open(List.of(TUMBLING, FAST), P90)) {
            harness.complete(F, 100, 10);
            harness.watermark(60_000);

            assertThat(harness.drainCounts("second")).containsExactly("1000:1", "2000:0");
            assertThat(harness.drainCounts("fast"))
                    .containsExactly("200:1", "400:1", "600:1", "800:1", "1000:1", "1200:0");
            assertThat(harness.timers()).isZero();
            assertThat(harness.slices()).isZero();
        }
    }

    @Test
    void keepsCountingThroughAGapShorterThanTheWindow() throws Exception {
        try (WindowHarness harness = WindowHarness.open(List.of(FAST), P90)) {
            harness.complete(F, 100, 10);
            harness.watermark(700);
            harness.complete(F, 900, 10);
            harness.watermark(10_000);

            assertThat(harness.drainCounts("fast"))
                    .containsExactly(
                            "200:1", "400:1", "600:1", "800:1", "1000:2", "1200:1", "1400:1", "1600:1", "1800:1",
                            "2000:0");
        }
    }

    @Test
    void startsAgainAfterASilence() throws Exception {
        try (WindowHarness harness = WindowHarness.open(List.of(TUMBLING), P90)) {
            harness.complete(F, 100, 10);
            harness.watermark(10_000);
            harness.complete(F, 20_100, 10);
            harness.watermark(30_000);

            assertThat(harness.drainCounts("second")).containsExactly("1000:1", "2000:0", "21000:1", "22000:0");
        }
    }

    @Test
    void seesEachRequestInEveryWindowThatContainsIt() throws Exception {
        List<Long> completionsMs = completions();
        try (WindowHarness harness = WindowHarness.open(List.of(FAST, SLOW), P90)) {
            for (long completedMs : completionsMs) {
                harness.complete(F, completedMs, 10);
                harness.watermark(completedMs - 2);
            }
            harness.watermark(Long.MAX_VALUE);

            assertThat(harness.drainCounts("fast")).isEqualTo(expectedCounts(completionsMs, 1000, 200));
            assertThat(harness.drainCounts("slow")).isEqualTo(expectedCounts(completionsMs, 3000, 500));
        }
    }

    @Test
    void keepsFunctionsApart() throws Exception {
        try (WindowHarness harness = WindowHarness.open(List.of(TUMBLING), P90)) {
            harness.complete(F, 100, 10);
            harness.complete(G, 200, 20);
            harness.complete(G, 300, 20);
            harness.process(new InstanceStarted(F, 1, 400_000_000));
            harness.watermark(999);

            assertThat(harness.drain())
                    .extracting(summary -> summary.key().function() + summary.count())
                    .containsExactlyInAnyOrder("f1", "g2");
        }
    }

    @Test
    void countsARequestThatIsTooLateForAllItsWindows() throws Exception {
        try (WindowHarness harness = WindowHarness.open(List.of(FAST), P90)) {
            harness.watermark(1_599);
            harness.complete(F, 599, 10);
            assertThat(harness.counter(LatencyWindows.LATE_EVENTS)).isEqualTo(1);
            harness.complete(F, 600, 10);
            harness.watermark(10_000);

            assertThat(harness.counter(LatencyWindows.LATE_EVENTS)).isEqualTo(2);
            assertThat(harness.drain()).isEmpty();
        }
    }

    @Test
    void putsALateRequestIntoTheWindowsThatAreStillOpen() throws Exception {
        try (WindowHarness harness = WindowHarness.open(List.of(FAST, SLOW), P90)) {
            harness.watermark(1_399);
            harness.complete(F, 600, 10);
            harness.complete(F, 100, 10);
            harness.watermark(1_999);

            assertThat(harness.drainCounts("fast")).containsExactly("1600:1", "1800:0");
            assertThat(harness.drainCounts("slow")).containsExactly("1500:2", "2000:2");
            assertThat(harness.counter(LatencyWindows.LATE_EVENTS)).isZero();
            assertThat(harness.counter(LatencyWindows.PARTLY_LATE_EVENTS)).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(WindowHarness.Backend.class)
    void goesOnAfterARestoreInTheMiddleOfAWindow(WindowHarness.Backend backend) throws Exception {
        List<Long> completionsMs = completions();
        for (int restoreAt = 0; restoreAt < completionsMs.size(); restoreAt += 19) {
            List<WindowSummary> restored = runWithRestore(backend, completionsMs, restoreAt);

            assertThat(restored).isEqualTo(runWithRestore(backend, completionsMs, -1));
        }
    }

    @ParameterizedTest
    @EnumSource(WindowHarness.Backend.class)
    void goesOnWithOtherWindowsAfterARestore(WindowHarness.Backend backend) throws Exception {
        for (WindowConfig changed :
                List.of(window("fast", 1000, 100), window("fast", 1000, 500), window("fast", 2000, 200))) {
            try (WindowHarness before = WindowHarness.open(backend, List.of(FAST, SLOW), P90, null)) {
                feed(before, 0, 1_350);
                OperatorSubtaskState state = before.snapshot();
                try (WindowHarness after = WindowHarness.open(backend, List.of(changed), P90, state)) {
                    feed(after, 1_350, 6_000);
                    after.watermark(Long.MAX_VALUE);
                    List<WindowSummary> summaries = after.drain();

                    long sizeMs = changed.size().toMillis();
                    assertThat(summaries).allSatisfy(summary -> {
                        assertThat(summary.window()).isEqualTo("fast");
                        assertThat(summary.count()).isLessThanOrEqualTo(expectedCount(summary));
                        if (summary.startMs() >= 1_500) {
                            assertThat(summary.count()).isEqualTo(expectedCount(summary));
                        }
                    });
                    assertThat(summaries).extracting(WindowSummary::endMs).doesNotHaveDuplicates();
                    assertThat(summaries.get(summaries.size() - 1).endMs()).isEqualTo(6_000 + sizeMs);
                    assertThat(after.timers()).isZero();
                    if (backend == WindowHarness.Backend.HEAP) { // the other one cannot count its entries
                        assertThat(after.slices()).isZero();
                    }
                }
            }
        }
    }

    /** A request every 10 ms. */
    private static void feed(WindowHarness harness, long fromMs, long toMs) throws Exception {
        for (long ms = fromMs; ms < toMs; ms += 10) {
            harness.complete(F, ms, 5);
            harness.watermark(ms - 2);
        }
    }

    private static long expectedCount(WindowSummary summary) {
        return Math.max(0, (Math.min(summary.endMs(), 6_000) - Math.max(0, summary.startMs())) / 10);
    }

    private static List<WindowSummary> runWithRestore(
            WindowHarness.Backend backend, List<Long> completionsMs, int restoreAt) throws Exception {
        List<WindowSummary> summaries = new ArrayList<>();
        WindowHarness harness = WindowHarness.open(backend, List.of(FAST, SLOW), P90, null);
        for (int i = 0; i < completionsMs.size(); i++) {
            if (i == restoreAt) {
                summaries.addAll(harness.drain());
                OperatorSubtaskState state = harness.snapshot();
                harness.close();
                harness = WindowHarness.open(backend, List.of(FAST, SLOW), P90, state);
            }
            harness.complete(F, completionsMs.get(i), 1 + i % 40);
            harness.watermark(completionsMs.get(i) - 2);
        }
        harness.watermark(Long.MAX_VALUE);
        summaries.addAll(harness.drain());
        harness.close();
        return summaries;
    }

    /** Irregular, with one silence longer than the fast window, and one longer than both. */
    private static List<Long> completions() {
        List<Long> completionsMs = new ArrayList<>();
        long ms = 10_000;
        for (int i = 0; i < 200; i++) {
            ms += i == 80 ? 1_700 : i == 150 ? 9_000 : (i * 37) % 61;
            completionsMs.add(ms);
        }
        return completionsMs;
    }

    /** Window ends and counts by definition: all that are not empty, and the first empty one of each silence. */
    private static List<String> expectedCounts(List<Long> completionsMs, long sizeMs, long slideMs) {
        List<String> counts = new ArrayList<>();
        boolean quiet = true;
        for (long endMs = 0; endMs < 60_000; endMs += slideMs) {
            long windowEndMs = endMs;
            long count = completionsMs.stream()
                    .filter(ms -> ms >= windowEndMs - sizeMs && ms < windowEndMs)
                    .count();
            if (count > 0 || !quiet) {
                counts.add(endMs + ":" + count);
            }
            quiet = count == 0;
        }
        return counts;
    }

    /** Of 1…100 units. */
    private static void assertPercentiles(Percentiles actual, double unit) {
        assertThat(actual.mean()).isEqualTo(50.5 * unit);
        assertThat(actual.p50()).isCloseTo(50 * unit, within(0.50 * unit));
        assertThat(actual.p95()).isCloseTo(95 * unit, within(0.95 * unit));
        assertThat(actual.p99()).isCloseTo(99 * unit, within(0.99 * unit));
        assertThat(actual.max()).isEqualTo(100 * unit);
    }

    private static WindowConfig window(String name, long sizeMs, long slideMs) {
        return new WindowConfig(name, Duration.ofMillis(sizeMs), Duration.ofMillis(slideMs));
    }
}

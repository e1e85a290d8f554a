package io.emfs.operators.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.emfs.config.Slo;
import io.emfs.config.WindowConfig;
import io.emfs.operators.SloLookup;
import io.emfs.operators.window.WindowHarness.Backend;
import io.emfs.state.FunctionKey;
import io.emfs.state.WindowSummary;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever happens to the state on the way, the windows are those of {@link StoredWindows} in one go. */
class LatencyWindowsStateTest {
    private static final List<WindowConfig> WINDOWS = List.of(
            new WindowConfig("fast", Duration.ofMillis(1000), Duration.ofMillis(200)),
            new WindowConfig("slow", Duration.ofMillis(3000), Duration.ofMillis(500)));
    private static final SloLookup SLOS = function -> function.equals("f0") ? new Slo(90, Duration.ofMillis(24)) : null;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void saysWhatItSaidWhenEverySliceWasInKeyedState(long seed) throws Exception {
        Scenario scenario = Scenario.random(seed);
        try (WindowHarness harness = WindowHarness.open(WINDOWS, SLOS)) {
            feed(harness, scenario, 0, scenario.steps().size());
            harness.watermark(Long.MAX_VALUE);

            assertThat(byKey(harness.drain())).isEqualTo(expected(scenario)).isNotEmpty();
            assertThat(harness.timers()).isZero();
            assertThat(harness.slices()).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "HEAP,1",
        "HEAP,2",
        "HEAP,3",
        "ROCKSDB,4",
        "ROCKSDB,5",
        "ROCKSDB,6",
        "ROCKSDB_WITH_TIMERS_ON_HEAP,7",
        "ROCKSDB_WITH_TIMERS_ON_HEAP,8",
        "ROCKSDB_WITH_TIMERS_ON_HEAP,9"
    })
    void goesOnAfterRestoresAsIfThereHadBeenNone(Backend backend, long seed) throws Exception {
        Scenario scenario = Scenario.random(seed);
        List<WindowSummary> summaries = new ArrayList<>();
        @Nullable OperatorSubtaskState state = null;
        int at = 0;
        for (int end : cuts(scenario, seed)) {
            try (WindowHarness harness = open(backend, state)) {
                rewind(harness, scenario, at);
                feed(harness, scenario, at, end);
                state = harness.snapshot();
                summaries.addAll(harness.drain());
                // these are not in the snapshot
                feed(harness, scenario, end, Math.min(end + 50, scenario.steps().size()));
            }
            at = end;
        }
        try (WindowHarness harness = open(backend, state)) {
            rewind(harness, scenario, at);
            feed(harness, scenario, at, scenario.steps().size());
            harness.watermark(Long.MAX_VALUE);
            summaries.addAll(harness.drain());
        }

        assertSame(summaries, expected(scenario));
    }

    @ParameterizedTest
    @CsvSource({
        "HEAP,1",
        "HEAP,2",
        "ROCKSDB,3",
        "ROCKSDB,4",
        "ROCKSDB_WITH_TIMERS_ON_HEAP,5",
        "ROCKSDB_WITH_TIMERS_ON_HEAP,6"
    })
    void restoresWhatWasWrittenWithEverySliceInKeyedState(Backend backend, long seed) throws Exception {
        Scenario scenario = Scenario.random(seed);
        int cut = 200;
        List<WindowSummary> summaries = new ArrayList<>();
        OperatorSubtaskState state;
        try (WindowHarness before = WindowHarness.open(backend, StoredWindows.operator(WINDOWS, SLOS), null)) {
            feed(before, scenario, 0, cut);
            state = before.snapshot();
            summaries.addAll(before.drain());
        }
        try (WindowHarness after = open(backend, state)) {
            rewind(after, scenario, cut);
            feed(after, scenario, cut, scenario.steps().size());
            after.watermark(Long.MAX_VALUE);
            summaries.addAll(after.drain());
        }

        assertSame(summaries, expected(scenario));
    }

    @ParameterizedTest
    @CsvSource({"HEAP,1", "ROCKSDB,2", "ROCKSDB_WITH_TIMERS_ON_HEAP,3", "ROCKSDB_WITH_TIMERS_ON_HEAP,4"})
    void sharesItsStateBetweenTwo(Backend backend, long seed) throws Exception {
        Scenario scenario = Scenario.random(seed);
        int cut = 200;
        List<WindowSummary> summaries = new ArrayList<>();
        OperatorSubtaskState state;
        try (WindowHarness one = open(backend, null)) {
            feed(one, scenario, 0, cut);
            state = one.snapshot();
            summaries.addAll(one.drain());
        }
        for (int subtask = 0; subtask < 2; subtask++) {
            try (WindowHarness half = WindowHarness.open(
                    backend, new LatencyWindows(WINDOWS, SLOS), subtask, 2, WindowHarness.half(state, subtask))) {
                rewind(half, scenario, cut);
                for (Scenario.Step step :
                        scenario.steps().subList(cut, scenario.steps().size())) {
                    if (WindowHarness.subtaskOf(step.event().key()) == subtask) {
                        half.process(step.event());
                    }
                    half.watermark(step.watermarkMs());
                }
                half.watermark(Long.MAX_VALUE);
                summaries.addAll(half.drain());
            }
        }

        assertThat(summaries)
                .extracting(WindowSummary::key)
                .anySatisfy(key -> assertThat(half(key)).isZero());
        assertThat(summaries)
                .extracting(WindowSummary::key)
                .anySatisfy(key -> assertThat(half(key)).isOne());
        assertSame(summaries, expected(scenario));
    }

    /** There, functions were on other subtasks than their nodes. */
    @ParameterizedTest
    @CsvSource({"HEAP,1", "ROCKSDB,2", "ROCKSDB_WITH_TIMERS_ON_HEAP,3"})
    void countsAnewWhatAFormerVersionHadOnAnotherSubtask(Backend backend, long seed) throws Exception {
        Scenario scenario = Scenario.random(seed);
        int cut = 200;
        OperatorSubtaskState state;
        try (WindowHarness before = WindowHarness.open(backend, StoredWindows.operator(WINDOWS, SLOS), null)) {
            feed(before, scenario, 0, cut);
            state = before.snapshot();
            before.drain();
        }
        List<WindowSummary> whole = new ArrayList<>();
        try (WindowHarness one = open(backend, state)) {
            one.watermark(Long.MAX_VALUE);
            whole.addAll(one.drain());
        }
        List<WindowSummary> halves = new ArrayList<>();
        for (int subtask = 0; subtask < 2; subtask++) {
            try (WindowHarness half = WindowHarness.open(
                    backend, new LatencyWindows(WINDOWS, SLOS), subtask, 2, WindowHarness.half(state, subtask))) {
                half.watermark(Long.MAX_VALUE);
                halves.addAll(half.drain());
                assertThat(half.timers()).isZero();
            }
        }

        whole.removeIf(summary -> WindowHarness.formerSubtaskOf(summary.key()) != half(summary.key()));
        assertSame(halves, byKey(whole));
    }

    private static int half(FunctionKey key) {
        return WindowHarness.subtaskOf(key);
    }

    @ParameterizedTest
    @CsvSource({"HEAP,1,1", "HEAP,3,2", "ROCKSDB,1,3", "ROCKSDB,2,4", "ROCKSDB_WITH_TIMERS_ON_HEAP,1,5"})
    void saysTheSameWithRoomForFewFunctions(Backend backend, int held, long seed) throws Exception {
        Scenario scenario = Scenario.random(seed);
        List<WindowSummary> summaries = new ArrayList<>();
        OperatorSubtaskState state;
        int cut = 250;
        try (WindowHarness harness = WindowHarness.open(backend, new LatencyWindows(WINDOWS, SLOS, held), null)) {
            feed(harness, scenario, 0, cut);
            state = harness.snapshot();
            summaries.addAll(harness.drain());
        }
        try (WindowHarness harness = WindowHarness.open(backend, new LatencyWindows(WINDOWS, SLOS, held), state)) {
            rewind(harness, scenario, cut);
            feed(harness, scenario, cut, scenario.steps().size());
            harness.watermark(Long.MAX_VALUE);
            summaries.addAll(harness.drain());

            assertThat(harness.timers()).isZero();
            if (backend == Backend.HEAP) { // the other one cannot count its entries
                assertThat(harness.slices()).isZero();
            }
        }

        assertSame(summaries, expected(scenario));
    }

    private static WindowHarness open(Backend backend, @Nullable OperatorSubtaskState state) throws Exception {
        return WindowHarness.open(backend, WINDOWS, SLOS, state);
    }

    private static List<Integer> cuts(Scenario scenario, long seed) {
        return new Random(seed)
                .ints(3, 1, scenario.steps().size())
                .sorted()
                .boxed()
                .toList();
    }

    /** The watermark is no state: after a restore it comes again from the sources. */
    private static void rewind(WindowHarness harness, Scenario scenario, int at) throws Exception {
        if (at > 0) {
            harness.watermark(scenario.steps().get(at - 1).watermarkMs());
        }
    }

    private static void feed(WindowHarness harness, Scenario scenario, int from, int to) throws Exception {
        for (Scenario.Step step : scenario.steps().subList(from, to)) {
            harness.process(step.event());
            harness.watermark(step.watermarkMs());
        }
    }

    private static List<WindowSummary> expected(Scenario scenario) throws Exception {
        try (WindowHarness harness = WindowHarness.open(Backend.HEAP, StoredWindows.operator(WINDOWS, SLOS), null)) {
            feed(harness, scenario, 0, scenario.steps().size());
            harness.watermark(Long.MAX_VALUE);
            return byKey(harness.drain());
        }
    }

    /** Which event closed a window is not known after a restore. */
    private static void assertSame(List<WindowSummary> actual, List<WindowSummary> expected) {
        assertThat(byKey(actual))
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("closedByNs")
                .isEqualTo(expected)
                .isNotEmpty();
    }

    /** Those of one function in their order: only that matters, and those of a moment are in none. */
    private static List<WindowSummary> byKey(List<WindowSummary> summaries) {
        return summaries.stream()
                .sorted(Comparator.comparing(summary -> summary.key().function()))
                .toList();
    }
}

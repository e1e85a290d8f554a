package io.emfs.operators.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.emfs.config.ConfigLoader;
import io.emfs.config.LoadedConfig;
import io.emfs.config.Slo;
import io.emfs.config.WindowConfig;
import io.emfs.operators.SloLookup;
import io.emfs.operators.window.WindowHarness.Backend;
import io.emfs.state.ConfigurationChanged;
import io.emfs.state.FunctionKey;
import io.emfs.state.WindowSummary;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A configuration that comes along the stream. */
class LatencyWindowsReloadTest {
    private static final FunctionKey KEY = new FunctionKey("n1", "f");
    private static final SloLookup SLOS = function -> new Slo(95, Duration.ofMillis(50));
    private static final List<WindowConfig> WINDOWS = List.of(
            new WindowConfig("fast", Duration.ofMillis(1000), Duration.ofMillis(200)),
            new WindowConfig("slow", Duration.ofMillis(3000), Duration.ofMillis(500)));

    /** Another size for one window, one that is no more, and a new one; another bound. */
    private static final LoadedConfig NEXT = ConfigLoader.parse("next", """
            functions: [{name: f, match: {port: 1}, slo: {percentile: 95, latency: 10ms}}]
            windows:
              - {name: fast, size: 400ms, slide: 200ms}
              - {name: new, size: 2s, slide: 1s}
            """, List.of("node=n1"));

    private static final int CUT = 200;

    /** Live, it is what it would be if a savepoint had been restored with it. */
    @ParameterizedTest
    @EnumSource(Backend.class)
    void holdsFromItsPointOnAsIfRestoredThere(Backend backend) throws Exception {
        Scenario scenario = Scenario.random(11);
        List<WindowSummary> live;
        try (WindowHarness harness = WindowHarness.open(backend, WINDOWS, SLOS, null)) {
            feed(harness, scenario, 0, CUT);
            harness.drain();
            harness.process(change(scenario));
            live = rest(harness, scenario);
            assertThat(harness.timers()).isZero();
        }
        OperatorSubtaskState state;
        try (WindowHarness harness = WindowHarness.open(backend, WINDOWS, SLOS, null)) {
            feed(harness, scenario, 0, CUT);
            state = harness.snapshot();
        }
        try (WindowHarness harness =
                WindowHarness.open(backend, NEXT.config().windows(), NEXT.config()::sloOf, state)) {
            harness.watermark(scenario.steps().get(CUT - 1).watermarkMs());

            assertThat(live).isEqualTo(rest(harness, scenario)).isNotEmpty();
        }
        assertThat(live)
                .extracting(WindowSummary::window)
                .contains("fast", "new")
                .doesNotContain("slow");
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void outlivesAFailureButNotANewerGraph(Backend backend) throws Exception {
        OperatorSubtaskState state;
        try (WindowHarness harness = WindowHarness.open(backend, WINDOWS, SLOS, null)) {
            harness.complete(KEY, 1_000, 20);
            harness.process(new ConfigurationChanged("n1", 1_100_000_000L, NEXT));
            state = harness.snapshot();
        }
        assertThat(windowsAfter(backend, state, 1_000_000_000L)).containsOnly("fast", "new");
        assertThat(windowsAfter(backend, state, 2_000_000_000L)).containsOnly("fast", "slow");
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void changesWhatIsAMiss(Backend backend) throws Exception {
        try (WindowHarness harness = WindowHarness.open(backend, WINDOWS, SLOS, null)) {
            harness.complete(KEY, 1_000, 20);
            harness.watermark(1_199);
            assertThat(harness.drain()).extracting(WindowSummary::missed).containsExactly(0L);

            harness.process(new ConfigurationChanged("n1", 1_250_000_000L, NEXT));
            harness.complete(KEY, 1_300, 20);
            harness.watermark(1_399);

            assertThat(harness.drain()).extracting(WindowSummary::missed).containsExactly(2L);
        }
    }

    private static List<String> windowsAfter(Backend backend, OperatorSubtaskState state, long graphNs)
            throws Exception {
        try (WindowHarness harness =
                WindowHarness.open(backend, new LatencyWindows(WINDOWS, SLOS).asOf(graphNs), state)) {
            harness.complete(KEY, 1_200, 20);
            harness.watermark(Long.MAX_VALUE);
            return harness.drain().stream().map(WindowSummary::window).toList();
        }
    }

    private static ConfigurationChanged change(Scenario scenario) {
        return new ConfigurationChanged(
                "n1", scenario.steps().get(CUT - 1).event().timestampNs(), NEXT);
    }

    private static void feed(WindowHarness harness, Scenario scenario, int from, int to) throws Exception {
        for (Scenario.Step step : scenario.steps().subList(from, to)) {
            harness.process(step.event());
            harness.watermark(step.watermarkMs());
        }
    }

    private static List<WindowSummary> rest(WindowHarness harness, Scenario scenario) throws Exception {
        feed(harness, scenario, CUT, scenario.steps().size());
        harness.watermark(Long.MAX_VALUE);
        return harness.drain().stream()
                .sorted(Comparator.comparing(
                                (WindowSummary summary) -> summary.key().function())
                        .thenComparing(WindowSummary::window)
                        .thenComparing(WindowSummary::endMs))
                .toList();
    }
}

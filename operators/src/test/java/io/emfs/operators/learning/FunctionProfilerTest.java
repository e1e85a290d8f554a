package io.emfs.operators.learning;

import static org.assertj.core.api.Assertions.assertThat;

import io.emfs.operators.TypeInformations;
import io.emfs.state.FunctionKey;
import io.emfs.state.FunctionProfile;
import io.emfs.state.InstanceStarted;
import io.emfs.state.NodeEvent;
import io.emfs.state.NodeLoad;
import io.emfs.state.Observation;
import io.emfs.state.Percentiles;
import io.emfs.state.ProfiledWindow;
import io.emfs.state.RequestPercentiles;
import io.emfs.state.Signal;
import io.emfs.state.WindowSummary;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FunctionProfilerTest {

    @Test
    void profilesThePolicysWindowAndLetsOthersPass() throws Exception {
        try (var harness = open(null)) {
            harness.processElement(window("f", "slow", 10), 0);
            harness.processElement(window("f", "fast", 20), 1);
            harness.processElement(window("f", "slow", 30), 2);
            harness.processElement(window("g", "fast", 40), 3);

            FunctionProfile f = profile(window("f", "fast", 20));
            assertThat(harness.extractOutputValues())
                    .containsExactly(
                            new ProfiledWindow(window("f", "slow", 10), FunctionProfile.EMPTY),
                            new ProfiledWindow(window("f", "fast", 20), f),
                            new ProfiledWindow(window("f", "slow", 30), f),
                            new ProfiledWindow(window("g", "fast", 40), profile(window("g", "fast", 40))));
        }
    }

    @Test
    void remembersAProfileAcrossARestore() throws Exception {
        OperatorSubtaskState state;
        try (var harness = open(null)) {
            harness.processElement(window("f", "fast", 20), 0);
            state = harness.snapshot(1, 1);
        }
        try (var harness = open(state)) {
            harness.processElement(window("f", "fast", 50), 1);

            assertThat(harness.extractOutputValues())
                    .containsExactly(new ProfiledWindow(
                            window("f", "fast", 50), profile(window("f", "fast", 20), window("f", "fast", 50))));
        }
    }

    @Test
    void letsOtherSignalsPass() throws Exception {
        NodeEvent started = new InstanceStarted(new FunctionKey("node", "f"), 100, 7);
        try (var harness = open(null)) {
            harness.processElement(started, 0);

            assertThat(harness.extractOutputValues()).containsExactly(started);
            assertThat(harness.numKeyedStateEntries()).isZero();
        }
    }

    private static KeyedOneInputStreamOperatorTestHarness<FunctionKey, Signal, Signal> open(
            @Nullable OperatorSubtaskState restored) throws Exception {
        KeyedOneInputStreamOperatorTestHarness<FunctionKey, Signal, Signal> harness =
                new KeyedOneInputStreamOperatorTestHarness<>(
                        new KeyedProcessOperator<>(new FunctionProfiler("fast")),
                        Signal::key,
                        TypeInformations.FUNCTION_KEY);
        if (restored != null) {
            harness.initializeState(restored);
        }
        harness.open();
        return harness;
    }

    private static FunctionProfile profile(WindowSummary... windows) {
        FunctionProfile profile = FunctionProfile.EMPTY;
        for (WindowSummary window : windows) {
            profile = profile.next(Observation.of(window, 1, 0, NodeLoad.none(1)));
        }
        return profile;
    }

    private static WindowSummary window(String function, String name, double meanNs) {
        Percentiles latency = new Percentiles(meanNs, meanNs, meanNs, meanNs, meanNs);
        return new WindowSummary(
                new FunctionKey("node", function),
                name,
                0,
                1000,
                5,
                0,
                RequestPercentiles.answered(latency, latency, latency),
                meanNs,
                0);
    }
}

package io.emfs.operators.policy;

import static io.emfs.operators.policy.PolicyFixtures.BOUND_NS;
import static io.emfs.operators.policy.PolicyFixtures.KEY;
import static io.emfs.operators.policy.PolicyFixtures.PID;
import static io.emfs.operators.policy.PolicyFixtures.SIX_QUEUES;
import static io.emfs.operators.policy.PolicyFixtures.SLO_24_MS;
import static io.emfs.operators.policy.PolicyFixtures.defaultPolicy;
import static io.emfs.operators.policy.PolicyFixtures.started;
import static io.emfs.operators.policy.PolicyFixtures.window;
import static org.assertj.core.api.Assertions.assertThat;

import io.emfs.config.ConfigLoader;
import io.emfs.config.LearningConfig;
import io.emfs.config.LoadedConfig;
import io.emfs.config.QueueConfig;
import io.emfs.operators.SloLookup;
import io.emfs.operators.TypeInformations;
import io.emfs.operators.training.ModelSupply;
import io.emfs.state.Basis;
import io.emfs.state.Calibration;
import io.emfs.state.ChangeReason;
import io.emfs.state.Command;
import io.emfs.state.ConfigurationChanged;
import io.emfs.state.FunctionProfile;
import io.emfs.state.FunctionReport;
import io.emfs.state.InstanceExited;
import io.emfs.state.NodeEvent;
import io.emfs.state.NodeLoad;
import io.emfs.state.Observation;
import io.emfs.state.QueueChange;
import io.emfs.state.RequestAnswered;
import io.emfs.state.Signal;
import io.emfs.state.ThreadCause;
import io.emfs.state.ThreadChange;
import io.emfs.state.ThreadEvent;
import io.emfs.state.WindowSummary;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class QueuePolicyTest {
    private static final LearningConfig NO_LEARNING =
            new LearningConfig(false, 0, Duration.ofMinutes(5), LearningConfig.SHIPPED);
    private static final FunctionProfile LEARNED =
            FunctionProfile.EMPTY.next(Observation.of(window(1_000, 30), 2, 1, NodeLoad.none(6)));
    private static final long DEMAND_NS = 30_000_000;
    private static final SloLookup SLOS = function -> function.equals(KEY.function()) ? SLO_24_MS : null;

    @Test
    void placesPromotesAndReports() throws Exception {
        try (var harness = open(SIX_QUEUES, SLOS, null)) {
            lifecycle(harness, started(0));
            see(harness, window(1_000, 30));
            see(harness, window("slow", 1_000, 40, 30));
            see(harness, window(1_200, 30));

            assertThat(harness.extractOutputValues())
                    .containsExactly(
                            new QueueChange(KEY, QueueChange.NONE, 2, ChangeReason.INITIAL, 0, 0, BOUND_NS),
                            ranked(2, 1_000),
                            promoted());
            assertThat(harness.getSideOutput(QueuePolicy.REPORTS))
                    .extracting(StreamRecord::getValue)
                    .containsExactly(
                            report(window(1_000, 30), 2),
                            report(window("slow", 1_000, 40, 30), 2),
                            report(window(1_200, 30), 1));
        }
    }

    @Test
    void decidesAfterARestoreAsIfItHadNeverStopped() throws Exception {
        OperatorSubtaskState state;
        try (var harness = open(SIX_QUEUES, SLOS, null)) {
            lifecycle(harness, started(0));
            see(harness, window(1_000, 30));
            state = harness.snapshot(1, 1);
        }
        try (var harness = open(SIX_QUEUES, SLOS, state)) {
            assertThat(harness.extractOutputValues()).isEmpty();
            see(harness, window(1_200, 30));
            lifecycle(harness, started(1_300));

            assertThat(harness.extractOutputValues())
                    .containsExactly(
                            promoted(),
                            new QueueChange(KEY, 1, 1, ChangeReason.INSTANCE, 1_300_000_000L, 0, BOUND_NS)
                                    .forProcess(PID)
                                    .ranked(0, DEMAND_NS));
        }
    }

    @Test
    void keepsThePlacementOfAFunctionWithoutProcesses() throws Exception {
        try (var harness = open(SIX_QUEUES, SLOS, null)) {
            lifecycle(harness, started(0));
            see(harness, window(1_000, 30));
            see(harness, window(1_200, 30));
            lifecycle(harness, new InstanceExited(KEY, 100, 0, 2_000_000_000L));
            lifecycle(harness, started(60_000));

            assertThat(harness.extractOutputValues())
                    .last()
                    .isEqualTo(new QueueChange(KEY, 1, 1, ChangeReason.INSTANCE, 60_000_000_000L, 0, BOUND_NS)
                            .forProcess(PID)
                            .ranked(0, DEMAND_NS));
        }
    }

    @Test
    void placesAFunctionThatItFirstSeesThroughAWindow() throws Exception {
        try (var harness = open(SIX_QUEUES, SLOS, null)) {
            lifecycle(harness, new InstanceExited(KEY, 100, 0, 0));
            see(harness, window(1_000, 30));

            assertThat(harness.extractOutputValues())
                    .containsExactly(new QueueChange(
                            KEY, QueueChange.NONE, 2, ChangeReason.INITIAL, 1_000_000_000L, 0, BOUND_NS));
        }
    }

    @Test
    void followsAnSloThatWasRemovedBeforeTheRestore() throws Exception {
        OperatorSubtaskState state;
        try (var harness = open(SIX_QUEUES, SLOS, null)) {
            lifecycle(harness, started(0));
            state = harness.snapshot(1, 1);
        }
        try (var harness = open(SIX_QUEUES, function -> null, state)) {
            lifecycle(harness, started(1_000));

            assertThat(harness.extractOutputValues())
                    .containsExactly(new QueueChange(KEY, 2, 6, ChangeReason.INITIAL, 1_000_000_000L, 0, 0));
        }
    }

    @Test
    void followsAnSloThatChangesWhileTheJobRuns() throws Exception {
        LoadedConfig next = ConfigLoader.parse("next", """
                functions: [{name: %s, match: {port: 1}, slo: {percentile: 95, latency: 120ms}}]
                learning: {enabled: false}
                """.formatted(KEY.function()), List.of("node=" + KEY.node()));
        OperatorSubtaskState state;
        try (var harness = open(SIX_QUEUES, SLOS, null)) {
            lifecycle(harness, started(0));
            lifecycle(harness, new ConfigurationChanged(KEY.node(), 1_000_000, next));
            assertThat(harness.extractOutputValues()).hasSize(1);
            lifecycle(harness, started(1_000));

            assertThat(harness.extractOutputValues())
                    .last()
                    .isEqualTo(new QueueChange(KEY, 2, 4, ChangeReason.INITIAL, 1_000_000_000L, 0, 120_000_000));
            state = harness.snapshot(1, 1);
        }
        try (var harness = open(SIX_QUEUES, SLOS, state)) { // a failure: the graph is the former one
            lifecycle(harness, started(2_000));

            assertThat(harness.extractOutputValues())
                    .extracting(command -> ((QueueChange) command).to())
                    .containsExactly(4);
        }
    }

    @Test
    void placesFunctionsAnewWhenQueuesWereRemovedBeforeTheRestore() throws Exception {
        OperatorSubtaskState state;
        try (var harness = open(SIX_QUEUES, function -> null, null)) {
            lifecycle(harness, started(0));
            state = harness.snapshot(1, 1);
        }
        try (var harness = open(PolicyFixtures.queues(20, 40, 80), function -> null, state)) {
            see(harness, window(1_000, 30));

            assertThat(harness.extractOutputValues())
                    .containsExactly(
                            new QueueChange(KEY, QueueChange.NONE, 3, ChangeReason.INITIAL, 1_000_000_000L, 0, 0)
                                    .ranked(0, DEMAND_NS));
        }
    }

    @Test
    void movesAThreadAtOnce() throws Exception {
        ThreadEvent expired =
                new ThreadEvent(KEY, 5_000_000, ThreadCause.QUANTUM_EXPIRED, PID, 101, 4711, 2, 80_000_000);
        try (var harness = open(SIX_QUEUES, SLOS, null)) {
            lifecycle(harness, expired); // of a function that was not placed
            lifecycle(harness, started(0));
            lifecycle(harness, expired);

            assertThat(harness.extractOutputValues())
                    .last()
                    .isEqualTo(new ThreadChange(KEY, PID, 101, 4711, 2, false, ThreadCause.QUANTUM_EXPIRED, 5_000_000));
            assertThat(harness.extractOutputValues()).hasSize(2);
        }
    }

    @Test
    void paysNoHeedToRequests() throws Exception {
        try (var harness = open(SIX_QUEUES, SLOS, null)) {
            lifecycle(harness, new RequestAnswered(KEY, 1, 2, 3, 4, 1, false));

            assertThat(harness.extractOutputValues()).isEmpty();
            assertThat(harness.numKeyedStateEntries()).isZero();
        }
    }

    private static FunctionReport report(WindowSummary window, int queue) {
        Basis basis = window.window().equals("fast") ? Basis.LADDER_NO_MODEL : Basis.NONE;
        return new FunctionReport(window, LEARNED, queue, null, basis, Calibration.NONE);
    }

    /** The first window tells of a service time of 30 ms. */
    private static QueueChange ranked(int queue, long atMs) {
        return new QueueChange(KEY, queue, queue, ChangeReason.RANKED, atMs * 1_000_000, 0, BOUND_NS)
                .ranked(0, DEMAND_NS);
    }

    private static QueueChange promoted() {
        return new QueueChange(KEY, 2, 1, ChangeReason.SLO_MISSED, 1_200_000_000L, 30e6, BOUND_NS)
                .on(Basis.LADDER_NO_MODEL)
                .ranked(0, DEMAND_NS);
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, Signal, Command> open(
            List<QueueConfig> queues, SloLookup slos, @Nullable OperatorSubtaskState restored) throws Exception {
        KeyedOneInputStreamOperatorTestHarness<String, Signal, Command> harness =
                new KeyedOneInputStreamOperatorTestHarness<>(
                        new KeyedProcessOperator<>(new QueuePolicy(
                                defaultPolicy(),
                                queues,
                                PolicyFixtures.WINDOWS,
                                NO_LEARNING,
                                ModelSupply.SHIPPED,
                                slos)),
                        signal -> signal.key().node(),
                        Types.STRING);
        harness.setup(TypeInformations.COMMAND.createSerializer(
                harness.getExecutionConfig().getSerializerConfig()));
        if (restored != null) {
            harness.initializeState(restored);
        }
        harness.open();
        return harness;
    }

    private static void see(
            KeyedOneInputStreamOperatorTestHarness<String, Signal, Command> harness, WindowSummary summary)
            throws Exception {
        harness.processElement(new StreamRecord<>(summary));
    }

    private static void lifecycle(
            KeyedOneInputStreamOperatorTestHarness<String, Signal, Command> harness, NodeEvent event) throws Exception {
        harness.processElement(new StreamRecord<>(event));
    }
}

package io.emfs.operators.window;

import io.emfs.config.WindowConfig;
import io.emfs.operators.SloLookup;
import io.emfs.operators.TypeInformations;
import io.emfs.state.FunctionKey;
import io.emfs.state.NodeEvent;
import io.emfs.state.RequestAnswered;
import io.emfs.state.Signal;
import io.emfs.state.WindowSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.metrics.groups.InternalOperatorMetricGroup;
import org.apache.flink.runtime.metrics.util.InterceptingOperatorMetricGroup;
import org.apache.flink.runtime.metrics.util.InterceptingTaskMetricGroup;
import org.apache.flink.runtime.operators.testutils.MockEnvironment;
import org.apache.flink.runtime.operators.testutils.MockEnvironmentBuilder;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend.PriorityQueueStateType;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;

/** {@link LatencyWindows} under Flink's test harness. */
final class WindowHarness implements AutoCloseable {

    enum Backend {
        HEAP,
        ROCKSDB,
        ROCKSDB_WITH_TIMERS_ON_HEAP;

        StateBackend create() {
            if (this == HEAP) {
                return new HashMapStateBackend();
            }
            EmbeddedRocksDBStateBackend backend = new EmbeddedRocksDBStateBackend();
            backend.setPriorityQueueStateType(
                    this == ROCKSDB ? PriorityQueueStateType.ROCKSDB : PriorityQueueStateType.HEAP);
            return backend;
        }
    }

    private static final int MAX_PARALLELISM = 128;

    private final KeyedOneInputStreamOperatorTestHarness<FunctionKey, NodeEvent, Signal> harness;
    private final InterceptingOperatorMetricGroup metrics = new InterceptingOperatorMetricGroup();
    private final MockEnvironment environment;
    private final List<WindowSummary> drained = new ArrayList<>();

    private WindowHarness(OneInputStreamOperator<NodeEvent, Signal> operator, int subtask, int parallelism)
            throws Exception {
        environment = new MockEnvironmentBuilder()
                .setMaxParallelism(MAX_PARALLELISM)
                .setParallelism(parallelism)
                .setSubtaskIndex(subtask)
                .setMetricGroup(new InterceptingTaskMetricGroup() {
                    @Override
                    public InternalOperatorMetricGroup getOrAddOperator(
                            OperatorID id, String name, Map<String, String> variables) {
                        return metrics;
                    }
                })
                .build();
        harness = new KeyedOneInputStreamOperatorTestHarness<>(
                operator, NodeEvent::key, TypeInformations.FUNCTION_KEY, environment);
    }

    static WindowHarness open(List<WindowConfig> windows, SloLookup slos) throws Exception {
        return open(Backend.HEAP, windows, slos, null);
    }

    static WindowHarness open(
            Backend backend, List<WindowConfig> windows, SloLookup slos, @Nullable OperatorSubtaskState restored)
            throws Exception {
        return open(backend, new LatencyWindows(windows, slos), restored);
    }

    static WindowHarness open(
            Backend backend,
            OneInputStreamOperator<NodeEvent, Signal> operator,
            @Nullable OperatorSubtaskState restored)
            throws Exception {
        return open(backend, operator, 0, 1, 0, restored);
    }

    /** At that time of the clock. */
    static WindowHarness open(
            Backend backend,
            OneInputStreamOperator<NodeEvent, Signal> operator,
            long nowMs,
            @Nullable OperatorSubtaskState restored)
            throws Exception {
        return open(backend, operator, 0, 1, nowMs, restored);
    }

    static WindowHarness open(
            Backend backend,
            OneInputStreamOperator<NodeEvent, Signal> operator,
            int subtask,
            int parallelism,
            @Nullable OperatorSubtaskState restored)
            throws Exception {
        return open(backend, operator, subtask, parallelism, 0, restored);
    }

    private static WindowHarness open(
            Backend backend,
            OneInputStreamOperator<NodeEvent, Signal> operator,
            int subtask,
            int parallelism,
            long nowMs,
            @Nullable OperatorSubtaskState restored)
            throws Exception {
        WindowHarness windowHarness = new WindowHarness(operator, subtask, parallelism);
        windowHarness.clockLeaps(nowMs);
        windowHarness.harness.setStateBackend(backend.create());
        windowHarness.harness.setup(TypeInformations.SIGNAL.createSerializer(
                windowHarness.harness.getExecutionConfig().getSerializerConfig()));
        if (restored != null) {
            windowHarness.harness.initializeState(restored);
        }
        windowHarness.harness.open();
        return windowHarness;
    }

    /** Of a snapshot of one subtask, that subtask's part of two. */
    static OperatorSubtaskState half(OperatorSubtaskState snapshot, int subtask) {
        return AbstractStreamOperatorTestHarness.repartitionOperatorState(snapshot, MAX_PARALLELISM, 1, 2, subtask);
    }

    /** Which of two subtasks has the function, and all others of its node. */
    static int subtaskOf(FunctionKey key) {
        return KeyGroupRangeAssignment.assignKeyToParallelOperator(key.node(), MAX_PARALLELISM, 2);
    }

    /** Which had it when functions were the keys. */
    static int formerSubtaskOf(FunctionKey key) {
        return KeyGroupRangeAssignment.assignKeyToParallelOperator(key, MAX_PARALLELISM, 2);
    }

    /** A quarter of the latency is queue delay. */
    void complete(FunctionKey key, long completedMs, long latencyMs) throws Exception {
        long queueNs = latencyMs * 250_000;
        long serviceNs = latencyMs * 750_000;
        process(new RequestAnswered(
                key, completedMs * 1_000_000 - queueNs - serviceNs, queueNs, serviceNs, 1, 1, false));
    }

    void process(NodeEvent event) throws Exception {
        harness.processElement(event, event.timestampNs() / 1_000_000);
    }

    void watermark(long ms) throws Exception {
        harness.processWatermark(ms);
    }

    /** Time passes until then, and timers are on time. */
    void clock(long ms) throws Exception {
        for (long nowMs = harness.getProcessingTime() + 1; nowMs <= ms; nowMs++) {
            harness.setProcessingTime(nowMs);
        }
    }

    /** The thread does not get its turn until then. */
    void clockLeaps(long ms) throws Exception {
        harness.setProcessingTime(ms);
    }

    OperatorSubtaskState snapshot() throws Exception {
        harness.prepareSnapshotPreBarrier(1);
        return harness.snapshot(1, 1);
    }

    /** All that came out since the last call of {@link #drain}. */
    List<Signal> passed() {
        return harness.extractOutputValues();
    }

    /** All summaries since the last call. */
    List<WindowSummary> drain() {
        List<WindowSummary> summaries = passed().stream()
                .filter(WindowSummary.class::isInstance)
                .map(WindowSummary.class::cast)
                .toList();
        harness.getOutput().clear();
        return summaries;
    }

    /** "end:count" of all summaries of one window so far. */
    List<String> drainCounts(String window) {
        drained.addAll(drain());
        return drained.stream()
                .filter(summary -> summary.window().equals(window))
                .map(summary -> summary.endMs() + ":" + summary.count())
                .toList();
    }

    long counter(String name) {
        return ((Counter) metrics.get(name)).getCount();
    }

    int timers() {
        return harness.numEventTimeTimers();
    }

    int clockTimers() {
        return harness.getProcessingTimeService().getNumActiveTimers();
    }

    int slices() {
        return harness.numKeyedStateEntries();
    }

    @Override
    public void close() throws Exception {
        harness.close();
        environment.close();
    }
}

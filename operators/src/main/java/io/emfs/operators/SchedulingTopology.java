package io.emfs.operators;

import io.emfs.config.LearningConfig;
import io.emfs.config.PolicyConfig;
import io.emfs.config.QueueConfig;
import io.emfs.config.WindowConfig;
import io.emfs.operators.policy.QueuePolicy;
import io.emfs.operators.policy.QueuePolicyFactory;
import io.emfs.operators.training.ModelSupply;
import io.emfs.operators.window.LatencyWindows;
import io.emfs.operators.window.LatencyWindowsFactory;
import io.emfs.operators.window.NodeTime;
import io.emfs.state.Command;
import io.emfs.state.FunctionReport;
import io.emfs.state.LearningReport;
import io.emfs.state.NodeEvent;
import io.emfs.state.Signal;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamUtils;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.jspecify.annotations.Nullable;

/**
 * The job between source and sinks: windows → policy, which learns and decides. What is no request passes the windows by, on the same
 * road. Used while the job graph is built, on one thread.
 *
 * <p>All of it is by node: source, operators and sinks are one chain of calls on one thread, on any number of subtasks.
 * Events must come to the subtask that has the key group of their node's name, and nothing is partitioned on the way.
 *
 * <p>A {@link io.emfs.state.ConfigurationChanged} takes the same road, and windows and policy follow it from there on: all
 * before it was treated by the former configuration, all after it is by the new one.
 *
 * <p>The uids name the operators' state in savepoints: changing one loses that state.
 *
 * @param time of each node; null: what the stream's watermarks say
 * @param asOfNs epoch ns; a newer configuration that a savepoint holds wins
 */
public record SchedulingTopology(
        List<WindowConfig> windows,
        List<QueueConfig> queues,
        PolicyConfig policy,
        LearningConfig learning,
        ModelSupply models,
        SloLookup slos,
        @Nullable NodeTime time,
        long asOfNs) {
    public static final String WINDOWS_UID = "latency-windows";
    public static final String POLICY_UID = "node-queue-policy";

    /**
     * What comes out.
     *
     * @param commands for the executors
     * @param reports one per function and window, for display
     * @param learning how it stands in the whole job, from each subtask, for display
     */
    public record Streams(
            DataStream<Command> commands, DataStream<FunctionReport> reports, DataStream<LearningReport> learning) {}

    /** Appends the operators to {@code events}, which must carry timestamps, and without a {@code time} watermarks. */
    public Streams attachTo(DataStream<NodeEvent> events) {
        // key selectors are lambdas: of two references to Signal.key, one would be deserialised as the other
        // (JDK-8208752)
        SingleOutputStreamOperator<Signal> signals = DataStreamUtils.reinterpretAsKeyedStream(
                        events, event -> event.key(), TypeInformations.FUNCTION_KEY)
                .transform(
                        WINDOWS_UID,
                        TypeInformations.SIGNAL,
                        new LatencyWindowsFactory(
                                new LatencyWindows(windows, slos).asOf(asOfNs).timedBy(time)))
                .uid(WINDOWS_UID);

        SingleOutputStreamOperator<Command> commands = DataStreamUtils.reinterpretAsKeyedStream(
                        signals, signal -> signal.key().node(), Types.STRING)
                .transform(POLICY_UID, TypeInformations.COMMAND, policyFactory())
                .uid(POLICY_UID);

        return new Streams(
                commands, commands.getSideOutput(QueuePolicy.REPORTS), commands.getSideOutput(QueuePolicy.LEARNING));
    }

    private QueuePolicyFactory policyFactory() {
        return new QueuePolicyFactory(
                new QueuePolicy(policy, queues, windows, learning, models, slos).asOf(asOfNs),
                queues,
                learning,
                models);
    }
}

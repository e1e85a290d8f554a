package io.emfs.operators;

import io.emfs.config.LearningConfig;
import io.emfs.config.PolicyConfig;
import io.emfs.config.QueueConfig;
import io.emfs.config.WindowConfig;
import io.emfs.operators.policy.QueuePolicy;
import io.emfs.operators.policy.QueuePolicyFactory;
import io.emfs.operators.training.ModelSupply;
import io.emfs.operators.window.LatencyWindows;
import io.emfs.state.Command;
import io.emfs.state.FunctionReport;
import io.emfs.state.NodeEvent;
import io.emfs.state.Signal;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamUtils;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * The job between source and sinks: windows → policy, which learns and decides. What is no request passes the windows by, on the same
 * road. Used while the job graph is built, on one thread.
 *
 * <p>On one subtask, every key is where it belongs: nothing is partitioned, and source, operators and sinks are one chain of
 * calls on one thread. On several, events go by function to the windows, and from there by node to the policy.
 *
 * <p>A {@link io.emfs.state.ConfigurationChanged} takes the same road, and windows and policy follow it from there on: all
 * before it was treated by the former configuration, all after it is by the new one.
 *
 * <p>The uids name the operators' state in savepoints: changing one loses that state.
 *
 * @param asOfNs epoch ns; a newer configuration that a savepoint holds wins
 */
public record SchedulingTopology(
        List<WindowConfig> windows,
        List<QueueConfig> queues,
        PolicyConfig policy,
        LearningConfig learning,
        ModelSupply models,
        SloLookup slos,
        long asOfNs) {
    public static final String WINDOWS_UID = "latency-windows";
    public static final String POLICY_UID = "node-queue-policy";

    /**
     * What comes out.
     *
     * @param commands for the executors
     * @param reports one per function and window, for display
     */
    public record Streams(DataStream<Command> commands, DataStream<FunctionReport> reports) {}

    /** Appends the operators to {@code events}, which must carry timestamps and watermarks. */
    public Streams attachTo(DataStream<NodeEvent> events) {
        // key selectors are lambdas: of two references to Signal.key, one would be deserialised as the other
        // (JDK-8208752)
        boolean alone = events.getExecutionEnvironment().getParallelism() == 1;

        SingleOutputStreamOperator<Signal> signals = keyed(
                        events, event -> event.key(), TypeInformations.FUNCTION_KEY, alone)
                .transform(WINDOWS_UID, TypeInformations.SIGNAL, new LatencyWindows(windows, slos).asOf(asOfNs))
                .uid(WINDOWS_UID);

        SingleOutputStreamOperator<Command> commands = keyed(
                        signals, signal -> signal.key().node(), Types.STRING, alone)
                .transform(POLICY_UID, TypeInformations.COMMAND, policyFactory())
                .uid(POLICY_UID);

        return new Streams(commands, commands.getSideOutput(QueuePolicy.REPORTS));
    }

    private QueuePolicyFactory policyFactory() {
        return new QueuePolicyFactory(
                new QueuePolicy(policy, queues, windows, learning, models, slos).asOf(asOfNs),
                queues,
                learning,
                models);
    }

    private static <T, K> KeyedStream<T, K> keyed(
            DataStream<T> stream, KeySelector<T, K> selector, TypeInformation<K> type, boolean inPlace) {
        return inPlace
                ? DataStreamUtils.reinterpretAsKeyedStream(stream, selector, type)
                : stream.keyBy(selector, type);
    }
}

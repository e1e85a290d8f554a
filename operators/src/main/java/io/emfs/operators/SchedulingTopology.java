package io.emfs.operators;

import io.emfs.config.PolicyConfig;
import io.emfs.config.QueueConfig;
import io.emfs.config.WindowConfig;
import io.emfs.operators.learning.FunctionProfiler;
import io.emfs.operators.policy.QueuePolicy;
import io.emfs.operators.window.LatencyWindows;
import io.emfs.state.FunctionReport;
import io.emfs.state.NodeEvent;
import io.emfs.state.ProfiledWindow;
import io.emfs.state.QueueChange;
import io.emfs.state.WindowSummary;
import java.util.List;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamUtils;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * The job between source and sinks: windows → profiler → policy, and lifecycle events straight to the policy. Used while
 * the job graph is built, on one thread.
 *
 * <p>All operators keep the environment's parallelism: a summary stays on the subtask that holds its key, which saves two
 * shuffles and only works among equals.
 *
 * <p>The uids name the operators' state in savepoints: changing one loses that state.
 */
public record SchedulingTopology(
        List<WindowConfig> windows, List<QueueConfig> queues, PolicyConfig policy, SloLookup slos) {
    public static final String WINDOWS_UID = "latency-windows";
    public static final String PROFILER_UID = "function-profiler";
    public static final String POLICY_UID = "queue-policy";
    public static final String LIFECYCLE_UID = "lifecycle-events";

    /**
     * What comes out.
     *
     * @param changes commands for the executors
     * @param reports one per function and window, for display
     */
    public record Streams(DataStream<QueueChange> changes, DataStream<FunctionReport> reports) {}

    /** Appends the operators to {@code events}, which must carry timestamps and watermarks. */
    public Streams attachTo(DataStream<NodeEvent> events) {
        SingleOutputStreamOperator<WindowSummary> summaries = events.keyBy(
                        NodeEvent::key, TypeInformations.FUNCTION_KEY)
                .transform(WINDOWS_UID, TypeInformations.WINDOW_SUMMARY, new LatencyWindows(windows, slos))
                .uid(WINDOWS_UID);

        // the summaries are where their key is: no second shuffle, and the profiler chains to the windows
        SingleOutputStreamOperator<ProfiledWindow> profiled = DataStreamUtils.reinterpretAsKeyedStream(
                        summaries, WindowSummary::key, TypeInformations.FUNCTION_KEY)
                .process(new FunctionProfiler(policy.percentileWindow()), TypeInformations.PROFILED_WINDOW)
                .uid(PROFILER_UID)
                .name(PROFILER_UID);

        SingleOutputStreamOperator<QueueChange> changes = DataStreamUtils.reinterpretAsKeyedStream(
                        profiled, window -> window.summary().key(), TypeInformations.FUNCTION_KEY)
                .connect(lifecycle(events))
                .process(new QueuePolicy(policy, queues, slos), TypeInformations.QUEUE_CHANGE)
                .uid(POLICY_UID)
                .name(POLICY_UID);

        return new Streams(changes, changes.getSideOutput(QueuePolicy.REPORTS));
    }

    private static KeyedStream<NodeEvent, ?> lifecycle(DataStream<NodeEvent> events) {
        return events.filter(event -> !event.ofRequests())
                .uid(LIFECYCLE_UID)
                .name(LIFECYCLE_UID)
                .keyBy(NodeEvent::key, TypeInformations.FUNCTION_KEY);
    }
}

package io.emfs.operators.policy;

import io.emfs.config.PolicyConfig;
import io.emfs.config.QueueConfig;
import io.emfs.config.Slo;
import io.emfs.operators.SloLookup;
import io.emfs.operators.TypeInformations;
import io.emfs.state.FunctionKey;
import io.emfs.state.FunctionReport;
import io.emfs.state.InstanceExited;
import io.emfs.state.InstanceStarted;
import io.emfs.state.NodeEvent;
import io.emfs.state.ProfiledWindow;
import io.emfs.state.QueueChange;
import io.emfs.state.QueuePlacement;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Runs the {@link SloLadder} over windows and lifecycle events, and keeps its placements. Runs on the task thread.
 *
 * <p>Each window also yields a report, on the side output {@link #REPORTS}. After a restore nothing is emitted unasked:
 * the agent announces the processes it finds, and each gets its function's queue.
 */
public final class QueuePolicy extends KeyedCoProcessFunction<FunctionKey, ProfiledWindow, NodeEvent, QueueChange> {
    public static final OutputTag<FunctionReport> REPORTS =
            new OutputTag<>("function-reports", TypeInformations.FUNCTION_REPORT);

    private static final long serialVersionUID = 1;
    private static final ValueStateDescriptor<QueuePlacement> PLACEMENT =
            new ValueStateDescriptor<>("placement", TypeInformations.QUEUE_PLACEMENT);

    private final SloLadder ladder;
    private final SloLookup slos;

    @SuppressWarnings("NullAway.Init") // Flink calls open() first
    private transient ValueState<QueuePlacement> placement;

    public QueuePolicy(PolicyConfig policy, List<QueueConfig> queues, SloLookup slos) {
        this.ladder = new SloLadder(policy, queues);
        this.slos = slos;
    }

    @Override
    public void open(OpenContext context) {
        placement = getRuntimeContext().getState(PLACEMENT);
    }

    @Override
    public void processElement1(ProfiledWindow window, Context context, Collector<QueueChange> out) throws Exception {
        Decision decision = ladder.onWindow(placement.value(), window.summary(), sloOf(context));
        accept(decision, out);
        context.output(
                REPORTS,
                new FunctionReport(
                        window.summary(), window.profile(), decision.placement().queue()));
    }

    @Override
    public void processElement2(NodeEvent event, Context context, Collector<QueueChange> out) throws Exception {
        if (event instanceof InstanceStarted started) {
            accept(ladder.onStart(placement.value(), started, sloOf(context)), out);
        } else if (event instanceof InstanceExited exited) {
            placement.update(ladder.onExit(placement.value(), exited));
        }
    }

    private void accept(Decision decision, Collector<QueueChange> out) throws Exception {
        placement.update(decision.placement());
        QueueChange change = decision.change();
        if (change != null) {
            out.collect(change);
        }
    }

    private @Nullable Slo sloOf(Context context) {
        return slos.sloOf(context.getCurrentKey().function());
    }
}

package io.emfs.operators.policy;

import io.emfs.config.EmfsConfig;
import io.emfs.config.LearningConfig;
import io.emfs.config.PolicyConfig;
import io.emfs.config.QueueConfig;
import io.emfs.config.Slo;
import io.emfs.config.WindowConfig;
import io.emfs.operators.LiveConfiguration;
import io.emfs.operators.SloLookup;
import io.emfs.operators.TypeInformations;
import io.emfs.operators.learning.FeatureVectors;
import io.emfs.operators.learning.QueueModel;
import io.emfs.operators.learning.ServedModel;
import io.emfs.operators.training.ModelSupply;
import io.emfs.operators.training.RowSender;
import io.emfs.state.Command;
import io.emfs.state.ConfigurationChanged;
import io.emfs.state.FunctionKey;
import io.emfs.state.FunctionPlaced;
import io.emfs.state.FunctionProfile;
import io.emfs.state.FunctionReport;
import io.emfs.state.FunctionStanding;
import io.emfs.state.InstanceExited;
import io.emfs.state.InstanceStarted;
import io.emfs.state.LearningReport;
import io.emfs.state.NodeStanding;
import io.emfs.state.Signal;
import io.emfs.state.ThreadEvent;
import io.emfs.state.WindowSummary;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Runs the {@link NodeScheduler} over windows, the life of processes and the turns of threads, keyed by node. Runs on the
 * task thread.
 *
 * <p>A function whose SLO the configuration changes is placed anew at its next event.
 *
 * <p>Each window also yields a report, on the side output {@link #REPORTS}. After a restore nothing is emitted unasked:
 * the agent announces the processes it finds, and each gets its function's queue.
 */
public final class QueuePolicy extends KeyedProcessFunction<String, Signal, Command> implements CheckpointedFunction {
    public static final OutputTag<FunctionReport> REPORTS =
            new OutputTag<>("function-reports", TypeInformations.FUNCTION_REPORT);

    /** What the coordinator says of learning, once for each subtask. */
    public static final OutputTag<LearningReport> LEARNING =
            new OutputTag<>("learning-reports", TypeInformations.LEARNING_REPORT);

    private static final long serialVersionUID = 2;
    private static final MapStateDescriptor<String, FunctionStanding> STANDINGS =
            new MapStateDescriptor<>("standings", Types.STRING, TypeInformations.FUNCTION_STANDING);
    private static final MapStateDescriptor<String, FunctionProfile> PROFILES =
            new MapStateDescriptor<>("profiles", Types.STRING, TypeInformations.FUNCTION_PROFILE);
    private static final ValueStateDescriptor<NodeStanding> NODE =
            new ValueStateDescriptor<>("node", TypeInformations.NODE_STANDING);

    private final List<QueueConfig> queues;
    private NodeScheduler scheduler;
    private SloLookup slos;
    private LearningConfig learning;
    private long asOfNs;

    @SuppressWarnings("NullAway.Init") // Flink calls open() first
    private transient MapState<String, FunctionStanding> standings;

    @SuppressWarnings("NullAway.Init")
    private transient MapState<String, FunctionProfile> profiles;

    @SuppressWarnings("NullAway.Init")
    private transient ValueState<NodeStanding> node;

    private final ModelSupply models;

    @SuppressWarnings("NullAway.Init") // Flink calls initializeState() before
    private transient LiveConfiguration live;

    private transient @Nullable ServedModel model;

    private transient @Nullable RowSender rows;

    @SuppressWarnings("NullAway.Init")
    private transient Map<String, NodeState> nodes;

    public QueuePolicy(
            PolicyConfig policy,
            List<QueueConfig> queues,
            List<WindowConfig> windows,
            LearningConfig learning,
            ModelSupply models,
            SloLookup slos) {
        this.scheduler = new NodeScheduler(policy, queues, windows, learning);
        this.slos = slos;
        this.queues = List.copyOf(queues);
        this.learning = learning;
        this.models = models;
    }

    /** What windows show of functions goes there too; to be called before {@link #open}, or it goes nowhere. */
    void logTo(RowSender sender) {
        rows = sender;
    }

    /**
     * Decisions rest on this model from now on; also before {@link #open}, as a job may be told of its model first.
     *
     * @param promoted as {@link QueueModel#toBytes} gives it
     * @throws IllegalArgumentException if it is no model for these queues
     */
    void serve(byte[] promoted) {
        if (learning.enabled()) {
            model = ServedModel.of(QueueModel.fromBytes(promoted, FeatureVectors.of(queues, 1)));
        }
    }

    /** As of when the configuration is, epoch ns: a newer one that is restored wins. Before the job starts. */
    public QueuePolicy asOf(long ns) {
        asOfNs = ns;
        return this;
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
        live = new LiveConfiguration(context.getOperatorStateStore(), asOfNs);
        EmfsConfig restored = live.restored();
        if (restored != null) {
            follow(restored);
        }
    }

    /** All state is written as it changes. */
    @Override
    public void snapshotState(FunctionSnapshotContext context) {}

    @Override
    public void open(OpenContext context) {
        standings = getRuntimeContext().getMapState(STANDINGS);
        profiles = getRuntimeContext().getMapState(PROFILES);
        node = getRuntimeContext().getState(NODE);
        model = firstModel();
        nodes = new HashMap<>();
    }

    /** The one it was told of, or else the one to start with. */
    private @Nullable ServedModel firstModel() {
        if (model != null || !learning.enabled()) {
            return model;
        }
        @Nullable QueueModel first = models.base().forQueues(queues);
        return first == null ? null : ServedModel.of(first);
    }

    /** Queues stay: threads stand in them, and the kernel accounts their quanta. */
    private void follow(EmfsConfig config) {
        scheduler = new NodeScheduler(config.policy(), queues, config.windows(), config.learning());
        slos = config::sloOf;
        learning = config.learning();
    }

    @Override
    public void processElement(Signal signal, Context context, Collector<Command> out) throws Exception {
        if (signal instanceof ConfigurationChanged changed) {
            live.follow(changed);
            follow(changed.configuration().config());
            model = firstModel();
            return;
        }
        NodeState memory = memoryOf(context.getCurrentKey());
        if (signal instanceof ThreadEvent thread) {
            scheduler.onThread(thread, memory, out::collect);
        } else if (signal instanceof WindowSummary window) {
            if (models.follows()) {
                scheduler.learn(window, memory);
            } else {
                scheduler.onWindow(window, sloOf(signal), memory, out::collect);
            }
            report(window, memory, context);
        } else if (signal instanceof InstanceStarted started) {
            scheduler.onStart(started, sloOf(signal), memory, out::collect);
        } else if (signal instanceof InstanceExited exited) {
            scheduler.onExit(exited, memory, out::collect);
        } else if (signal instanceof FunctionPlaced placed && models.follows()) {
            scheduler.onPlaced(placed, memory);
        }
    }

    private NodeState memoryOf(String name) throws Exception {
        NodeState memory = nodes.get(name);
        if (memory == null) {
            memory = new NodeState(standings, profiles, node, this::modelInUse, log(name), queues.size());
            nodes.put(name, memory);
        }
        return memory;
    }

    /** One that is not in use any more is kept for the time when it is again. */
    private @Nullable ServedModel modelInUse() {
        return learning.enabled() ? model : null;
    }

    private LessonLog log(String name) {
        RowSender sender = rows;
        return sender == null
                ? LessonLog.NONE
                : (function, before, seen) -> sender.add(new FunctionKey(name, function), before, seen);
    }

    private void report(WindowSummary window, NodeState memory, Context context) {
        FunctionStanding standing = memory.standingOf(window.key().function());
        if (standing == null) {
            return;
        }
        FunctionProfile profile = memory.profileOf(window.key().function());
        context.output(
                REPORTS,
                new FunctionReport(
                        window,
                        profile == null ? FunctionProfile.EMPTY : profile,
                        standing.placement().queue(),
                        scheduler.prediction(window, sloOf(window), memory),
                        scheduler.basis(window, sloOf(window), memory),
                        standing.calibration()));
    }

    private @Nullable Slo sloOf(Signal signal) {
        return slos.sloOf(signal.key().function());
    }
}

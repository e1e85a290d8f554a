package io.emfs.operators.window;

import io.emfs.config.EmfsConfig;
import io.emfs.config.Slo;
import io.emfs.config.WindowConfig;
import io.emfs.operators.EventTime;
import io.emfs.operators.LiveConfiguration;
import io.emfs.operators.SloLookup;
import io.emfs.operators.fleet.FleetTally;
import io.emfs.state.ConfigurationChanged;
import io.emfs.state.FunctionKey;
import io.emfs.state.NodeEvent;
import io.emfs.state.RequestAnswered;
import io.emfs.state.Signal;
import io.emfs.state.SketchSum;
import io.emfs.state.SliceKey;
import io.emfs.state.WindowSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.operators.coordination.OperatorEvent;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.operators.TimestampedCollector;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * Event-time sliding windows over each function's requests; other events pass. After a function's last request each window is reported once
 * more, with count 0, and then nothing until the next request. Runs on the task thread; timestamps are epoch ms.
 *
 * <p>A window ends when its node's time reaches its last millisecond: by {@link NodeTime}, or else by the stream's
 * watermarks, which hold for all nodes. All of a node's events must come to one subtask, that which has the key group of
 * the node's name.
 *
 * <p>State is one {@link io.emfs.state.WindowSlice} per window name and slice, so that a job restored with other windows
 * goes on: a slice counts for the windows that contain the whole of it, and slices of a window that is no longer configured
 * are dropped when the function's next window ends.
 *
 * <p>To decode and encode a slice for each request would cost a hundred times what it costs to count it. So the slices are
 * on the heap, and go to keyed state when a checkpoint is taken, or when another function needs the room. This is what it
 * takes an operator for: a function of the user's cannot choose the key whose state it writes.
 *
 * <p>Metrics: {@code lateEvents}, requests that came after all their windows had closed; {@code partlyLateEvents}, those
 * that came too late for some of the configured windows.
 */
public final class LatencyWindows extends AbstractStreamOperator<Signal>
        implements OneInputStreamOperator<NodeEvent, Signal> {
    public static final String LATE_EVENTS = "lateEvents";
    public static final String PARTLY_LATE_EVENTS = "partlyLateEvents";

    /** On the heap, of a function with 100 requests a second and the default windows. */
    private static final long FUNCTION_BYTES = 50_000;

    /** Subtasks share the heap of a TaskManager with each other, and with the rest of the job. */
    private static final int HEAP_SHARE = 8;

    private static final int LEAST_HELD_FUNCTIONS = 1024;
    private static final int BY_HEAP = 0;

    private static final long serialVersionUID = 4;

    private final int heldLimit;
    private List<SlidingWindow> windows;
    private SloLookup slos;
    private long asOfNs;
    private @Nullable NodeTime time;

    @SuppressWarnings("NullAway.Init") // Flink calls initializeState() first
    private transient SliceState state;

    @SuppressWarnings("NullAway.Init")
    private transient HeldFunctions held;

    @SuppressWarnings("NullAway.Init")
    private transient LiveConfiguration live;

    @SuppressWarnings("NullAway.Init")
    private transient NodeClocks nodes;

    @SuppressWarnings("NullAway.Init")
    private transient SketchSum sum;

    @SuppressWarnings("NullAway.Init") // and then open()
    private transient TimestampedCollector<Signal> out;

    @SuppressWarnings("NullAway.Init")
    private transient Counter lateEvents;

    @SuppressWarnings("NullAway.Init")
    private transient Counter partlyLateEvents;

    private transient @Nullable Consumer<OperatorEvent> coordinator;
    private transient @Nullable FleetTally fleet;

    public LatencyWindows(List<WindowConfig> windows, SloLookup slos) {
        this(windows, slos, BY_HEAP);
    }

    /** Holds so many functions on the heap at most, instead of what its size allows; the results do not depend on it. */
    LatencyWindows(List<WindowConfig> windows, SloLookup slos, int heldLimit) {
        this.windows = SlidingWindow.of(windows);
        this.slos = slos;
        this.heldLimit = heldLimit;
    }

    /** As of when windows and SLOs are, epoch ns: a newer configuration that is restored wins. Before the job starts. */
    public LatencyWindows asOf(long ns) {
        asOfNs = ns;
        return this;
    }

    /** Each node has a time of its own; null: all have that of the stream's watermarks. Before the job starts. */
    public LatencyWindows timedBy(@Nullable NodeTime nodeTime) {
        time = nodeTime;
        return this;
    }

    /**
     * Its longest windows are added up for the view of all nodes, which goes there. On the subtask, before it starts; not
     * called, or without a time of nodes, as in a replay: there is no such view.
     */
    LatencyWindows tellFleet(Consumer<OperatorEvent> windowsCoordinator) {
        coordinator = windowsCoordinator;
        return this;
    }

    /** In the task that {@code parameters} tell of. */
    void place(StreamOperatorParameters<Signal> parameters) {
        setProcessingTimeService(parameters.getProcessingTimeService());
        setup(parameters.getContainingTask(), parameters.getStreamConfig(), parameters.getOutput());
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        state = new SliceState(
                context.getKeyedStateStore(),
                getKeyedStateBackend(),
                getRuntimeContext().getTaskInfo());
        held = heldFunctions();
        nodes = new NodeClocks(time, getProcessingTimeService(), this::closeWindows);
        sum = new SketchSum();
        live = new LiveConfiguration(context.getOperatorStateStore(), asOfNs);
        @Nullable EmfsConfig restored = live.restored();
        if (restored != null) {
            follow(restored);
        }
        if (coordinator != null && time != null) {
            fleet = new FleetTally(
                    SlidingWindow.longest(windows).ofFleet(),
                    coordinator,
                    getProcessingTimeService(),
                    time.followsTheClock());
        }
    }

    private HeldFunctions heldFunctions() {
        long byHeap = Runtime.getRuntime().maxMemory() / HEAP_SHARE / FUNCTION_BYTES;
        return new HeldFunctions(heldLimit == BY_HEAP ? (int) Math.max(LEAST_HELD_FUNCTIONS, byHeap) : heldLimit);
    }

    /** What is on the heap becomes what a checkpoint would have of it, and is read from there with the new windows. */
    private void follow(EmfsConfig config) throws Exception {
        slos = config::sloOf;
        List<SlidingWindow> next = SlidingWindow.of(config.windows());
        if (next.equals(windows)) {
            return;
        }
        for (HeldFunction function : held.all()) {
            putToSleep(function);
        }
        held = heldFunctions();
        windows = next;
        if (fleet != null) {
            fleet.follow(SlidingWindow.longest(windows).ofFleet());
        }
    }

    @Override
    public void open() throws Exception {
        super.open();
        out = new TimestampedCollector<>(output);
        lateEvents = getMetricGroup().counter(LATE_EVENTS);
        partlyLateEvents = getMetricGroup().counter(PARTLY_LATE_EVENTS);
        for (Map.Entry<FunctionKey, Long> stored : state.nextEnds().entrySet()) {
            nodes.restore(stored.getKey(), stored.getValue());
        }
        new FormerTimers().adopt(this::getInternalTimerService, getKeyedStateBackend(), state, nodes::restore);
    }

    /** To set the key means to encode it: it is done where state is touched, not for each event. */
    @Override
    public boolean hasKeyContext1() {
        return false;
    }

    /** The key's own group would be the wrong one. */
    @Override
    @SuppressWarnings("rawtypes") // Flink's signature
    public void setKeyContextElement1(StreamRecord record) {}

    @Override
    public void processElement(StreamRecord<NodeEvent> element) throws Exception {
        NodeEvent event = element.getValue();
        long timestampMs = EventTime.timestampMs(event);
        NodeWindows node = nodes.of(event.key().node());
        if (!event.ofRequests()) {
            if (event instanceof ConfigurationChanged changed) {
                live.follow(changed);
                follow(changed.configuration().config());
            }
            out.setTimestamp(element);
            out.collect(event);
        } else if (isSample(event)) {
            count(event, node, timestampMs);
        }
        nodes.heard(node, timestampMs);
    }

    /** An answer that a digest counts as well is no sample of its own. */
    private static boolean isSample(NodeEvent event) {
        return !(event instanceof RequestAnswered answered && answered.digested());
    }

    private void count(NodeEvent event, NodeWindows node, long timestampMs) throws Exception {
        node.counted(event);
        HeldFunction function = hold(event.key(), node);
        if (function.recent().covers(timestampMs, node.reachedMs()) || direct(function, node, timestampMs)) {
            function.recent().add(event);
        } else if (function.isEmpty()) {
            held.remove(function);
            putToSleep(function);
        }
    }

    private HeldFunction hold(FunctionKey key, NodeWindows node) throws Exception {
        HeldFunction function = held.get(key);
        if (function == null) {
            function = new HeldFunction(key, node.wakeUps().awake(key), sum);
            held.add(function);
            @Nullable HeldFunction surplus = held.pollSurplus();
            if (surplus != null) {
                putToSleep(surplus);
            }
        }
        return function;
    }

    /** It is in keyed state only from now on. */
    private void putToSleep(HeldFunction function) throws Exception {
        function.store(state);
        if (function.wakeMs() != WakeUps.NEVER) {
            nodes.of(function.key().node()).wakeUps().sleep(function.key(), function.wakeMs());
        }
    }

    /** Finds the slices for requests of that time; false if it is too late for all windows. */
    private boolean direct(HeldFunction function, NodeWindows node, long timestampMs) throws Exception {
        List<HeldSlice> slices = new ArrayList<>(windows.size());
        long startMs = Long.MIN_VALUE;
        long endMs = Long.MAX_VALUE;
        for (SlidingWindow window : windows) {
            SliceKey key = window.sliceAt(timestampMs);
            long firstEndMs = window.firstOpenEndMs(key, node.reachedMs());
            if (firstEndMs != SlidingWindow.LATE) {
                slices.add(function.slice(key, state));
                wakeAt(function, node, firstEndMs);
            }
            startMs = Math.max(startMs, key.startMs());
            endMs = Math.min(endMs, key.endMs());
        }
        countLate(windows.size() - slices.size());
        function.recent().direct(slices, startMs, endMs);
        return !slices.isEmpty();
    }

    private void countLate(int closedWindows) {
        if (closedWindows == windows.size()) {
            lateEvents.inc();
        } else if (closedWindows > 0) {
            partlyLateEvents.inc();
        }
    }

    private static void wakeAt(HeldFunction function, NodeWindows node, long endMs) {
        if (function.wakeAt(endMs)) {
            node.wakeUps().add(function.key(), endMs);
        }
    }

    @Override
    public void processWatermark(Watermark watermark) throws Exception {
        nodes.reachAll(watermark.getTimestamp());
        super.processWatermark(watermark);
    }

    /** The node's time has moved: its windows close in the order of their ends. */
    private void closeWindows(NodeWindows node) throws Exception {
        WakeUps wakeUps = node.wakeUps();
        while (wakeUps.isDue(node.reachedMs())) {
            long endMs = wakeUps.nextMs();
            for (FunctionKey key : wakeUps.poll()) {
                wake(key, node, endMs);
            }
        }
    }

    /** One that is not on the heap does not push another one out. */
    private void wake(FunctionKey key, NodeWindows node, long endMs) throws Exception {
        @Nullable HeldFunction onHeap = held.get(key);
        if (onHeap != null) {
            if (onHeap.wakeMs() == endMs) {
                close(onHeap, node, endMs);
            }
        } else if (node.wakeUps().isAsleepUntil(key, endMs)) {
            HeldFunction visitor = new HeldFunction(key, node.wakeUps().awake(key), sum);
            close(visitor, node, endMs);
            putToSleep(visitor);
        }
    }

    private void close(HeldFunction function, NodeWindows node, long endMs) throws Exception {
        function.awake();
        List<ClosingWindow> closings = closings(endMs);
        function.close(closings, state);
        if (function.isEmpty()) {
            function.store(state);
            held.remove(function);
        }
        out.setAbsoluteTimestamp(endMs - 1);
        for (ClosingWindow closing : closings) {
            report(closing, function, node);
        }
    }

    private List<ClosingWindow> closings(long endMs) {
        List<ClosingWindow> closings = new ArrayList<>(windows.size());
        for (SlidingWindow window : windows) {
            closings.add(new ClosingWindow(window, endMs));
        }
        return closings;
    }

    private void report(ClosingWindow closing, HeldFunction function, NodeWindows node) {
        closing.merge(sum);
        if (closing.isNews()) {
            @Nullable Slo slo = slos.sloOf(function.key().function());
            WindowSummary summary = closing.summary(function.key(), slo, node.reachedByNs());
            out.collect(summary);
            if (fleet != null && fleet.covers(summary.window())) {
                fleet.add(summary, slo, closing.latency());
            }
        }
        if (closing.hasLiveSlices()) {
            wakeAt(function, node, closing.nextEndMs());
        }
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
        super.prepareSnapshotPreBarrier(checkpointId);
        for (HeldFunction function : held.all()) {
            function.store(state);
        }
    }
}

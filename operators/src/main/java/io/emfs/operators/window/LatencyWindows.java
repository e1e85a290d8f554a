package io.emfs.operators.window;

import io.emfs.config.EmfsConfig;
import io.emfs.config.WindowConfig;
import io.emfs.operators.EventTime;
import io.emfs.operators.LiveConfiguration;
import io.emfs.operators.SloLookup;
import io.emfs.state.ConfigurationChanged;
import io.emfs.state.FunctionKey;
import io.emfs.state.NodeEvent;
import io.emfs.state.RequestAnswered;
import io.emfs.state.Signal;
import io.emfs.state.SketchSum;
import io.emfs.state.SliceKey;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.InternalTimeServiceManager;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.TimestampedCollector;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * Event-time sliding windows over each function's requests; other events pass. After a function's last request each window is reported once
 * more, with count 0, and then nothing until the next request. Runs on the task thread; timestamps are epoch ms.
 *
 * <p>State is one {@link io.emfs.state.WindowSlice} per window name and slice, so that a job restored with other windows
 * goes on: a slice counts for the windows that contain the whole of it, and slices of a window that is no longer configured
 * are dropped at the function's next timer.
 *
 * <p>To decode and encode a slice for each request would cost a hundred times what it costs to count it. So the slices are
 * on the heap, and go to keyed state when a checkpoint is taken, or when another function needs the room. So do timers. This is what it
 * takes an operator for: a function of the user's cannot choose the key whose state it writes.
 *
 * <p>Metrics: {@code lateEvents}, requests that came after all their windows had closed; {@code partlyLateEvents}, those
 * that came too late for some of the configured windows.
 */
public final class LatencyWindows extends AbstractStreamOperator<Signal>
        implements OneInputStreamOperator<NodeEvent, Signal>, Triggerable<FunctionKey, VoidNamespace> {
    public static final String LATE_EVENTS = "lateEvents";
    public static final String PARTLY_LATE_EVENTS = "partlyLateEvents";

    /** With 100 requests a second and the default windows, a function takes 50 KB. */
    public static final int DEFAULT_HELD_FUNCTIONS = 1024;

    private static final long serialVersionUID = 3;

    /** That of {@code KeyedProcessFunction}, which this once was: savepoints have the timers under it. */
    private static final String TIMERS = "user-timers";

    private final int heldLimit;
    private List<SlidingWindow> windows;
    private SloLookup slos;
    private long asOfNs;

    @SuppressWarnings("NullAway.Init") // Flink calls initializeState() first
    private transient SliceState state;

    @SuppressWarnings("NullAway.Init")
    private transient HeldFunctions held;

    @SuppressWarnings("NullAway.Init")
    private transient LiveConfiguration live;

    @SuppressWarnings("NullAway.Init")
    private transient WakeUps wakeUps;

    @SuppressWarnings("NullAway.Init") // and then open()
    private transient InternalTimerService<VoidNamespace> timers;

    @SuppressWarnings("NullAway.Init")
    private transient TimestampedCollector<Signal> out;

    @SuppressWarnings("NullAway.Init")
    private transient SketchSum sum;

    @SuppressWarnings("NullAway.Init")
    private transient Counter lateEvents;

    @SuppressWarnings("NullAway.Init")
    private transient Counter partlyLateEvents;

    private transient long newestEventNs;
    private transient long watermarkMs;

    public LatencyWindows(List<WindowConfig> windows, SloLookup slos) {
        this(windows, slos, DEFAULT_HELD_FUNCTIONS);
    }

    /** Holds so many functions on the heap at most; the results do not depend on it. */
    public LatencyWindows(List<WindowConfig> windows, SloLookup slos, int heldLimit) {
        this.windows = SlidingWindow.of(windows);
        this.slos = slos;
        this.heldLimit = heldLimit;
    }

    /** As of when windows and SLOs are, epoch ns: a newer configuration that is restored wins. Before the job starts. */
    public LatencyWindows asOf(long ns) {
        asOfNs = ns;
        return this;
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        state = new SliceState(context.getKeyedStateStore().getMapState(SliceState.DESCRIPTOR), getKeyedStateBackend());
        held = new HeldFunctions(heldLimit);
        wakeUps = new WakeUps();
        sum = new SketchSum();
        watermarkMs = Long.MIN_VALUE;
        live = new LiveConfiguration(context.getOperatorStateStore(), asOfNs);
        @Nullable EmfsConfig restored = live.restored();
        if (restored != null) {
            follow(restored);
        }
    }

    /** What is on the heap becomes what a checkpoint would have of it, and is read from there with the new windows. */
    private void follow(EmfsConfig config) throws Exception {
        slos = config::sloOf;
        List<SlidingWindow> next = SlidingWindow.of(config.windows());
        if (next.equals(windows)) {
            return;
        }
        for (HeldFunction function : held.all()) {
            store(function);
        }
        held = new HeldFunctions(heldLimit);
        wakeUps = new WakeUps();
        windows = next;
    }

    @Override
    public void open() throws Exception {
        super.open();
        timers = getInternalTimerService(TIMERS, VoidNamespaceSerializer.INSTANCE, this);
        out = new TimestampedCollector<>(output);
        lateEvents = getMetricGroup().counter(LATE_EVENTS);
        partlyLateEvents = getMetricGroup().counter(PARTLY_LATE_EVENTS);
    }

    /** To set the key means to encode it: it is done where state or timers are touched, not for each event. */
    @Override
    public boolean hasKeyContext1() {
        return false;
    }

    @Override
    public void processElement(StreamRecord<NodeEvent> element) throws Exception {
        NodeEvent event = element.getValue();
        if (!event.ofRequests()) {
            if (event instanceof ConfigurationChanged changed) {
                live.follow(changed);
                follow(changed.configuration().config());
            }
            out.setTimestamp(element);
            out.collect(event);
            return;
        }
        if (!isSample(event)) {
            return;
        }
        newestEventNs = Math.max(newestEventNs, event.timestampNs());
        HeldFunction function = hold(event.key());
        long timestampMs = EventTime.timestampMs(event);
        if (function.recent().covers(timestampMs, watermarkMs) || direct(function, timestampMs)) {
            function.recent().add(event);
        } else if (function.isEmpty()) {
            held.remove(function);
        }
    }

    /** An answer that a digest counts as well is no sample of its own. */
    private static boolean isSample(NodeEvent event) {
        return !(event instanceof RequestAnswered answered && answered.digested());
    }

    private HeldFunction hold(FunctionKey key) throws Exception {
        HeldFunction function = held.get(key);
        if (function == null) {
            function = new HeldFunction(key, windows.size(), sum);
            held.add(function);
            @Nullable HeldFunction surplus = held.pollSurplus();
            if (surplus != null) {
                store(surplus);
            }
        }
        return function;
    }

    /** Brings keyed state and timers up to date. */
    private void store(HeldFunction function) throws Exception {
        function.store(state);
        for (long endMs : function.wakeMs()) {
            if (endMs != WakeUps.NEVER) {
                setTimer(function.key(), endMs);
            }
        }
    }

    private void setTimer(FunctionKey key, long endMs) {
        state.select(key);
        timers.registerEventTimeTimer(VoidNamespace.INSTANCE, endMs - 1);
    }

    /** Finds the slices for requests of that time; false if it is too late for all windows. */
    private boolean direct(HeldFunction function, long timestampMs) throws Exception {
        List<HeldSlice> slices = new ArrayList<>(windows.size());
        long startMs = Long.MIN_VALUE;
        long endMs = Long.MAX_VALUE;
        for (int i = 0; i < windows.size(); i++) {
            SliceKey key = windows.get(i).sliceAt(timestampMs);
            long firstEndMs = windows.get(i).firstOpenEndMs(key, watermarkMs);
            if (firstEndMs != SlidingWindow.LATE) {
                slices.add(function.slice(key, state));
                wakeAtEnd(function, i, firstEndMs);
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

    /** Windows close in the order of their ends, whichever of the two ways they are woken. */
    @Override
    public void processWatermark(Watermark watermark) throws Exception {
        watermarkMs = watermark.getTimestamp();
        while (wakeUps.isDue(watermarkMs)) {
            long endMs = wakeUps.nextMs();
            timerServices().advanceWatermark(new Watermark(endMs - 1));
            for (FunctionKey key : wakeUps.poll()) {
                @Nullable HeldFunction function = held.get(key);
                if (function != null && function.isDue(endMs)) {
                    close(function, endMs);
                }
            }
        }
        super.processWatermark(watermark);
    }

    private InternalTimeServiceManager<?> timerServices() {
        return getTimeServiceManager().orElseThrow();
    }

    /**
     * Of a function that is not on the heap, or that was not when the timer was set, or else left from a checkpoint. It does
     * not push another one out.
     */
    @Override
    public void onEventTime(InternalTimer<FunctionKey, VoidNamespace> timer) throws Exception {
        long endMs = timer.getTimestamp() + 1;
        @Nullable HeldFunction onHeap = held.get(timer.getKey());
        if (onHeap != null) {
            close(onHeap, endMs);
        } else {
            HeldFunction visitor = new HeldFunction(timer.getKey(), windows.size(), sum);
            close(visitor, endMs);
            store(visitor);
        }
    }

    private void close(HeldFunction function, long endMs) throws Exception {
        function.awake(endMs);
        List<ClosingWindow> closings = closings(endMs);
        function.close(closings, state);
        if (function.isEmpty()) {
            function.store(state);
            function.awake(WakeUps.NEVER);
            held.remove(function);
        }
        out.setAbsoluteTimestamp(endMs - 1);
        for (int i = 0; i < closings.size(); i++) {
            close(function, i, closings.get(i));
        }
    }

    @Override
    public void onProcessingTime(InternalTimer<FunctionKey, VoidNamespace> timer) {
        throw new IllegalStateException("there are no timers of processing time");
    }

    private List<ClosingWindow> closings(long endMs) {
        List<ClosingWindow> closings = new ArrayList<>(windows.size());
        for (SlidingWindow window : windows) {
            closings.add(new ClosingWindow(window, endMs));
        }
        return closings;
    }

    private void close(HeldFunction function, int index, ClosingWindow closing) {
        closing.merge(sum);
        if (closing.isNews()) {
            FunctionKey key = function.key();
            out.collect(closing.summary(key, slos.sloOf(key.function()), closedByNs()));
        }
        if (closing.hasLiveSlices()) {
            wakeAtEnd(function, index, closing.nextEndMs());
        }
    }

    /** The event that moved the watermark came here just before it; on a quiet stream the watermark moves by the clock. */
    private long closedByNs() {
        return Math.max(newestEventNs, EventTime.toNs(watermarkMs));
    }

    /**
     * A window is complete once the watermark has reached its last millisecond. Where the watermark has made a leap beyond
     * it, timers keep the order.
     */
    private void wakeAtEnd(HeldFunction function, int window, long endMs) {
        if (!function.wakeAt(window, endMs)) {
            return;
        }
        if (endMs - 1 <= watermarkMs) {
            setTimer(function.key(), endMs);
        } else {
            wakeUps.add(function.key(), endMs);
        }
    }

    /** Where timers are on the heap, they go into a checkpoint before the operator is asked for its state. */
    @Override
    public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
        super.prepareSnapshotPreBarrier(checkpointId);
        for (HeldFunction function : held.all()) {
            store(function);
        }
    }
}

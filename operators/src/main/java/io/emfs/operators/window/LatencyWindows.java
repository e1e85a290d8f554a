package io.emfs.operators.window;

import io.emfs.config.WindowConfig;
import io.emfs.operators.EventTime;
import io.emfs.operators.SloLookup;
import io.emfs.operators.TypeInformations;
import io.emfs.state.FunctionKey;
import io.emfs.state.NodeEvent;
import io.emfs.state.RequestAnswered;
import io.emfs.state.RequestCompleted;
import io.emfs.state.RequestDigest;
import io.emfs.state.Signal;
import io.emfs.state.SliceKey;
import io.emfs.state.WindowSlice;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Event-time sliding windows over each function's requests; other events pass. After a function's last request each window is reported once
 * more, with count 0, and then nothing until the next request. Runs on the task thread; timestamps are epoch ms.
 *
 * <p>State is one {@link WindowSlice} per window name and slice, so that a job restored with other windows goes on: a
 * slice counts for the windows that contain the whole of it, and slices of a window that is no longer configured are
 * dropped at the function's next timer.
 *
 * <p>Metrics: {@code lateEvents}, requests that came after all their windows had closed; {@code partlyLateEvents}, those
 * that came too late for some of the configured windows.
 */
public final class LatencyWindows extends KeyedProcessFunction<FunctionKey, NodeEvent, Signal> {
    public static final String LATE_EVENTS = "lateEvents";
    public static final String PARTLY_LATE_EVENTS = "partlyLateEvents";

    private static final long serialVersionUID = 1;
    private static final MapStateDescriptor<SliceKey, WindowSlice> SLICES =
            new MapStateDescriptor<>("slices", TypeInformations.SLICE_KEY, TypeInformations.WINDOW_SLICE);

    private final List<SlidingWindow> windows;
    private final SloLookup slos;

    @SuppressWarnings("NullAway.Init") // Flink calls open() first
    private transient MapState<SliceKey, WindowSlice> slices;

    @SuppressWarnings("NullAway.Init")
    private transient Counter lateEvents;

    @SuppressWarnings("NullAway.Init")
    private transient Counter partlyLateEvents;

    private transient long newestEventNs;

    public LatencyWindows(List<WindowConfig> windows, SloLookup slos) {
        this.windows = windows.stream().map(SlidingWindow::of).toList();
        this.slos = slos;
    }

    @Override
    public void open(OpenContext context) {
        slices = getRuntimeContext().getMapState(SLICES);
        lateEvents = getRuntimeContext().getMetricGroup().counter(LATE_EVENTS);
        partlyLateEvents = getRuntimeContext().getMetricGroup().counter(PARTLY_LATE_EVENTS);
    }

    @Override
    public void processElement(NodeEvent event, Context context, Collector<Signal> out) throws Exception {
        if (!event.ofRequests()) {
            out.collect(event);
            return;
        }
        if (!isSample(event)) {
            return;
        }
        newestEventNs = Math.max(newestEventNs, event.timestampNs());
        int late = 0;
        for (SlidingWindow window : windows) {
            late += add(window, event, context.timerService()) ? 0 : 1;
        }
        if (late == windows.size()) {
            lateEvents.inc();
        } else if (late > 0) {
            partlyLateEvents.inc();
        }
    }

    /** An answer that a digest counts as well is no sample of its own. */
    private static boolean isSample(NodeEvent event) {
        return !(event instanceof RequestAnswered answered && answered.digested());
    }

    /** False if the event is too late for every window of this kind. */
    private boolean add(SlidingWindow window, NodeEvent event, TimerService timers) throws Exception {
        SliceKey key = window.sliceAt(EventTime.timestampMs(event));
        long endMs = window.firstOpenEndMs(key, timers.currentWatermark());
        if (endMs == SlidingWindow.LATE) {
            return false;
        }
        @Nullable WindowSlice slice = slices.get(key);
        if (slice == null) {
            slice = new WindowSlice();
        }
        if (event instanceof RequestAnswered answered) {
            slice.add(answered);
        } else if (event instanceof RequestCompleted completed) {
            slice.add(completed);
        } else if (event instanceof RequestDigest digest) {
            slice.merge(digest.requests());
        }
        slices.put(key, slice);
        wakeAtEnd(endMs, timers);
        return true;
    }

    /** One pass over the function's slices, whatever ends: opening an iterator on RocksDB costs more than all the rest. */
    @Override
    public void onTimer(long timestampMs, OnTimerContext context, Collector<Signal> out) throws Exception {
        List<ClosingWindow> closings = closings(timestampMs + 1);
        boolean empty = true;
        for (Iterator<Map.Entry<SliceKey, WindowSlice>> entries = slices.iterator(); entries.hasNext(); ) {
            Map.Entry<SliceKey, WindowSlice> entry = entries.next();
            if (isOver(entry, closings)) {
                entries.remove();
            } else {
                empty = false;
            }
        }
        if (empty) {
            slices.clear(); // the heap backend would keep an empty map for each function that ever ran
        }
        for (ClosingWindow closing : closings) {
            close(closing, context, out);
        }
    }

    private List<ClosingWindow> closings(long endMs) {
        return windows.stream().map(window -> new ClosingWindow(window, endMs)).toList();
    }

    /** Whether the slice is past all windows, or of none that is configured; else its window has it now. */
    private static boolean isOver(Map.Entry<SliceKey, WindowSlice> entry, List<ClosingWindow> closings) {
        for (ClosingWindow closing : closings) {
            if (closing.owns(entry.getKey())) {
                return !closing.take(entry);
            }
        }
        return true;
    }

    private void close(ClosingWindow closing, OnTimerContext context, Collector<Signal> out) {
        if (closing.isNews()) {
            FunctionKey key = context.getCurrentKey();
            out.collect(closing.summary(key, slos.sloOf(key.function()), closedByNs(context)));
        }
        if (closing.hasLiveSlices()) {
            wakeAtEnd(closing.nextEndMs(), context.timerService());
        }
    }

    /** The event that moved the watermark came here just before it; on a quiet stream the watermark moves by the clock. */
    private long closedByNs(OnTimerContext context) {
        return Math.max(newestEventNs, EventTime.toNs(context.timerService().currentWatermark()));
    }

    /** A window is complete once the watermark has reached its last millisecond. */
    private static void wakeAtEnd(long endMs, TimerService timers) {
        timers.registerEventTimeTimer(endMs - 1);
    }
}

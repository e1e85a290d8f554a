package io.emfs.operators.window;

import io.emfs.config.WindowConfig;
import io.emfs.operators.EventTime;
import io.emfs.operators.SloLookup;
import io.emfs.state.FunctionKey;
import io.emfs.state.NodeEvent;
import io.emfs.state.RequestAnswered;
import io.emfs.state.RequestCompleted;
import io.emfs.state.RequestDigest;
import io.emfs.state.Signal;
import io.emfs.state.SketchSum;
import io.emfs.state.SliceKey;
import io.emfs.state.WindowSlice;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * {@link LatencyWindows} as it was up to version 0.1: every slice is read from keyed state and written back for every
 * request. What the present one says is held against it, and it writes the savepoints that the present one has to restore.
 */
final class StoredWindows extends KeyedProcessFunction<FunctionKey, NodeEvent, Signal> {
    private static final long serialVersionUID = 1;

    private final List<SlidingWindow> windows;
    private final SloLookup slos;

    @SuppressWarnings("NullAway.Init") // Flink calls open() first
    private transient MapState<SliceKey, WindowSlice> slices;

    @SuppressWarnings("NullAway.Init")
    private transient Map<String, Long> newestEventNs;

    private StoredWindows(List<WindowConfig> windows, SloLookup slos) {
        this.windows = windows.stream().map(SlidingWindow::of).toList();
        this.slos = slos;
    }

    static KeyedProcessOperator<FunctionKey, NodeEvent, Signal> operator(List<WindowConfig> windows, SloLookup slos) {
        return new KeyedProcessOperator<>(new StoredWindows(windows, slos));
    }

    @Override
    public void open(OpenContext context) {
        newestEventNs = new HashMap<>();
        slices = getRuntimeContext().getMapState(SliceState.SLICES);
    }

    @Override
    public void processElement(NodeEvent event, Context context, Collector<Signal> out) throws Exception {
        newestEventNs.merge(event.key().node(), event.timestampNs(), Math::max);
        for (SlidingWindow window : windows) {
            add(window, event, context.timerService());
        }
    }

    private void add(SlidingWindow window, NodeEvent event, TimerService timers) throws Exception {
        SliceKey key = window.sliceAt(EventTime.timestampMs(event));
        long endMs = window.firstOpenEndMs(key, timers.currentWatermark());
        if (endMs == SlidingWindow.LATE) {
            return;
        }
        @Nullable WindowSlice stored = slices.get(key);
        WindowSlice slice = stored == null ? new WindowSlice() : stored;
        if (event instanceof RequestAnswered answered) {
            slice.add(answered);
        } else if (event instanceof RequestCompleted completed) {
            slice.add(completed);
        } else if (event instanceof RequestDigest digest) {
            slice.merge(digest.requests());
        }
        slices.put(key, slice);
        timers.registerEventTimeTimer(endMs - 1);
    }

    @Override
    public void onTimer(long timestampMs, OnTimerContext context, Collector<Signal> out) throws Exception {
        List<ClosingWindow> closings = windows.stream()
                .map(window -> new ClosingWindow(window, timestampMs + 1))
                .toList();
        for (Iterator<Map.Entry<SliceKey, WindowSlice>> entries = slices.iterator(); entries.hasNext(); ) {
            Map.Entry<SliceKey, WindowSlice> entry = entries.next();
            boolean live = closings.stream()
                    .filter(closing -> closing.owns(entry.getKey()))
                    .findAny()
                    .map(closing -> closing.take(
                            entry.getKey(), List.of(entry.getValue().copy())))
                    .orElse(false);
            if (!live) {
                entries.remove();
            }
        }
        for (ClosingWindow closing : closings) {
            close(closing, context, out);
        }
    }

    private void close(ClosingWindow closing, OnTimerContext context, Collector<Signal> out) {
        closing.merge(new SketchSum());
        if (closing.isNews()) {
            FunctionKey key = context.getCurrentKey();
            long watermarkNs = EventTime.toNs(context.timerService().currentWatermark());
            out.collect(closing.summary(
                    key,
                    slos.sloOf(key.function()),
                    Math.max(newestEventNs.getOrDefault(key.node(), 0L), watermarkNs)));
        }
        if (closing.hasLiveSlices()) {
            context.timerService().registerEventTimeTimer(closing.nextEndMs() - 1);
        }
    }
}

package io.emfs.operators.window;

import io.emfs.state.FunctionKey;
import io.emfs.state.SketchSum;
import io.emfs.state.SliceKey;
import io.emfs.state.WindowSlice;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One function's slices on the heap, and when its next window may end; they are what counts, and keyed state lags behind
 * until {@link #store}. A slice that is asked for and not here is looked for in keyed state, until all of it has been read.
 * On the task thread.
 */
final class HeldFunction {
    private final FunctionKey key;
    private final SketchSum sum;
    private final RecentRequests recent;
    private final List<HeldSlice> slices = new ArrayList<>();
    private final List<SliceKey> obsolete = new ArrayList<>();
    private long wakeMs;
    private long storedWakeMs;
    private boolean complete;

    /**
     * With nothing read from keyed state yet; adds up in {@code sum}, which is empty in between.
     *
     * @param wakeMs the end that keyed state knows as its next; {@link WakeUps#NEVER}: there is nothing of it there
     */
    HeldFunction(FunctionKey key, long wakeMs, SketchSum sum) {
        this.key = key;
        this.sum = sum;
        this.recent = new RecentRequests(sum);
        this.wakeMs = wakeMs;
        this.storedWakeMs = wakeMs;
        this.complete = wakeMs == WakeUps.NEVER;
    }

    FunctionKey key() {
        return key;
    }

    /** The way into the slices for requests. */
    RecentRequests recent() {
        return recent;
    }

    /** Whether no slice is on the heap. */
    boolean isEmpty() {
        return slices.isEmpty();
    }

    /** From the heap, or else out of keyed state, or else a new one. */
    HeldSlice slice(SliceKey sliceKey, SliceState state) throws Exception {
        @Nullable HeldSlice onHeap = find(sliceKey);
        if (onHeap != null) {
            return onHeap;
        }
        @Nullable WindowSlice stored = complete ? null : state.get(key, sliceKey);
        HeldSlice slice = stored == null ? HeldSlice.create(sliceKey) : HeldSlice.load(sliceKey, stored);
        slices.add(slice);
        return slice;
    }

    private @Nullable HeldSlice find(SliceKey sliceKey) {
        for (int i = slices.size() - 1; i >= 0; i--) { // the newest is the likeliest
            if (slices.get(i).key().equals(sliceKey)) {
                return slices.get(i);
            }
        }
        return null;
    }

    /** Asks for a wake-up when a window may end; false if there is one before that, which will lead to this one. */
    boolean wakeAt(long endMs) {
        if (endMs >= wakeMs) {
            return false;
        }
        wakeMs = endMs;
        return true;
    }

    /** The next wake-up, or {@link WakeUps#NEVER}. */
    long wakeMs() {
        return wakeMs;
    }

    /** Withdraws the wake-up. */
    void awake() {
        wakeMs = WakeUps.NEVER;
    }

    /** Passes every slice, on the heap or stored, to the windows that may end now, and drops those that are over. */
    void close(List<ClosingWindow> closings, SliceState state) throws Exception {
        recent.settle();
        readAll(state);
        for (Iterator<HeldSlice> each = slices.iterator(); each.hasNext(); ) {
            HeldSlice slice = each.next();
            if (isOver(slice, closings)) {
                each.remove();
                if (slice.stored()) {
                    obsolete.add(slice.key());
                }
            }
        }
    }

    private void readAll(SliceState state) throws Exception {
        if (complete) {
            return;
        }
        for (Map.Entry<SliceKey, WindowSlice> entry : state.entries(key)) {
            if (find(entry.getKey()) == null) {
                slices.add(HeldSlice.load(entry.getKey(), state.own(entry.getValue())));
            }
        }
        complete = true;
    }

    /** Whether the slice is past all windows, or of none that is configured; else its window has it now. */
    private static boolean isOver(HeldSlice slice, List<ClosingWindow> closings) {
        for (ClosingWindow closing : closings) {
            if (closing.owns(slice.key())) {
                return !closing.take(slice.key(), slice.parts());
            }
        }
        return true;
    }

    /** Brings keyed state up to date. */
    void store(SliceState state) throws Exception {
        recent.settle();
        if (complete && slices.isEmpty() && !obsolete.isEmpty()) {
            state.clear(key);
        } else {
            for (SliceKey over : obsolete) {
                state.remove(key, over);
            }
            for (HeldSlice slice : slices) {
                slice.store(key, state, sum);
            }
        }
        obsolete.clear();
        if (wakeMs != storedWakeMs) {
            state.wakeAt(key, wakeMs);
            storedWakeMs = wakeMs;
        }
    }
}

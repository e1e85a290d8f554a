package io.emfs.operators.window;

import io.emfs.state.FunctionKey;
import io.emfs.state.SliceKey;
import io.emfs.state.WindowSlice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One function's slices on the heap; they are what counts, and keyed state lags behind until {@link #store}. A slice that
 * is asked for and not here is looked for in keyed state, until all of it has been read. On the task thread; methods that
 * take the state expect the function to be its current key.
 */
final class HeldFunction {
    private final FunctionKey key;
    private final List<HeldSlice> slices = new ArrayList<>();
    private final List<SliceKey> obsolete = new ArrayList<>();
    private final @Nullable HeldSlice[] latest;
    private final long[] wakeMs;
    private boolean complete;

    /** With nothing read from keyed state yet. */
    HeldFunction(FunctionKey key, int windows) {
        this.key = key;
        this.latest = new HeldSlice[windows];
        this.wakeMs = new long[windows];
        Arrays.fill(wakeMs, Long.MIN_VALUE);
    }

    FunctionKey key() {
        return key;
    }

    /** Whether no slice is on the heap. */
    boolean isEmpty() {
        return slices.isEmpty();
    }

    /** The slice on the heap that takes in requests of that time; null if it is not here. */
    @Nullable
    HeldSlice find(int index, SlidingWindow window, long timestampMs) {
        @Nullable HeldSlice last = latest[index];
        if (last != null && window.covers(last.key(), timestampMs)) {
            return last;
        }
        for (HeldSlice slice : slices) {
            if (window.covers(slice.key(), timestampMs)
                    && window.sliceAt(timestampMs).equals(slice.key())) {
                latest[index] = slice;
                return slice;
            }
        }
        return null;
    }

    /** The slice out of keyed state, or a new one; only if it is not on the heap. */
    HeldSlice fetch(int index, SliceKey sliceKey, SliceState state) throws Exception {
        @Nullable WindowSlice stored = complete ? null : state.get(sliceKey);
        HeldSlice slice = stored == null ? HeldSlice.create(sliceKey) : HeldSlice.load(sliceKey, stored);
        slices.add(slice);
        latest[index] = slice;
        return slice;
    }

    /** Whether a timer for that end of a window has yet to be registered; remembers that it has been. */
    boolean isNewWake(int index, long endMs) {
        boolean isNew = wakeMs[index] != endMs;
        wakeMs[index] = endMs;
        return isNew;
    }

    /** Passes every slice, on the heap or stored, to the windows that may end now, and drops those that are over. */
    void close(List<ClosingWindow> closings, SliceState state) throws Exception {
        readAll(state);
        for (Iterator<HeldSlice> each = slices.iterator(); each.hasNext(); ) {
            HeldSlice slice = each.next();
            if (isOver(slice, closings)) {
                each.remove();
                forget(slice);
                if (slice.stored()) {
                    obsolete.add(slice.key());
                }
            }
        }
    }

    private void forget(HeldSlice slice) {
        for (int i = 0; i < latest.length; i++) {
            latest[i] = latest[i] == slice ? null : latest[i];
        }
    }

    private void readAll(SliceState state) throws Exception {
        if (complete) {
            return;
        }
        for (Map.Entry<SliceKey, WindowSlice> entry : state.entries()) {
            if (!holds(entry.getKey())) {
                slices.add(HeldSlice.load(entry.getKey(), state.own(entry.getValue())));
            }
        }
        complete = true;
    }

    private boolean holds(SliceKey sliceKey) {
        for (HeldSlice slice : slices) {
            if (slice.key().equals(sliceKey)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the slice is past all windows, or of none that is configured; else its window has it now. */
    private static boolean isOver(HeldSlice slice, List<ClosingWindow> closings) {
        for (ClosingWindow closing : closings) {
            if (closing.owns(slice.key())) {
                return !closing.take(slice.key(), slice.slice());
            }
        }
        return true;
    }

    /** Brings keyed state up to date. */
    void store(SliceState state) throws Exception {
        if (complete && slices.isEmpty()) {
            if (!obsolete.isEmpty()) {
                state.clear();
            }
        } else {
            for (SliceKey over : obsolete) {
                state.remove(over);
            }
            for (HeldSlice slice : slices) {
                slice.store(state);
            }
        }
        obsolete.clear();
    }
}

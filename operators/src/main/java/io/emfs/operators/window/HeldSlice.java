package io.emfs.operators.window;

import io.emfs.state.FunctionKey;
import io.emfs.state.SketchSum;
import io.emfs.state.SliceKey;
import io.emfs.state.WindowSlice;
import java.util.ArrayList;
import java.util.List;

/**
 * A slice on the heap, and what keyed state knows of it. It is made of parts that are never changed, so that slices of
 * several windows share them; they are added up when there are many, and when they are stored. On the task thread.
 */
final class HeldSlice {
    private static final int MANY_PARTS = 8;

    /** What takes no more memory and is no slower to go through than their sum. */
    private static final int FEW_PARTS = 2;

    private final SliceKey key;
    private final List<WindowSlice> parts = new ArrayList<>(FEW_PARTS);
    private boolean stored;
    private boolean changed;

    private HeldSlice(SliceKey key) {
        this.key = key;
    }

    /** One that keyed state does not have. */
    static HeldSlice create(SliceKey key) {
        HeldSlice slice = new HeldSlice(key);
        slice.changed = true;
        return slice;
    }

    /** As keyed state has it; takes ownership of {@code slice}. */
    static HeldSlice load(SliceKey key, WindowSlice slice) {
        HeldSlice loaded = new HeldSlice(key);
        loaded.parts.add(slice);
        loaded.stored = true;
        return loaded;
    }

    SliceKey key() {
        return key;
    }

    /** What it has seen, in pieces; to be read only. */
    List<WindowSlice> parts() {
        return parts;
    }

    /** Whether keyed state has it, if perhaps in an older version. */
    boolean stored() {
        return stored;
    }

    /** Adds a part, which nobody may change from now on. */
    void add(WindowSlice part, SketchSum sum) {
        parts.add(part);
        changed = true;
        if (parts.size() >= MANY_PARTS) {
            unite(sum);
        }
    }

    /** Nothing more is expected to come: it may wait for long until its windows are over. */
    void compact(SketchSum sum) {
        if (parts.size() > FEW_PARTS) {
            unite(sum);
        }
    }

    private WindowSlice unite(SketchSum sum) {
        WindowSlice united = parts.size() == 1 ? parts.get(0) : WindowSlice.sum(parts, sum);
        parts.clear();
        parts.add(united);
        return united;
    }

    void store(FunctionKey function, SliceState state, SketchSum sum) throws Exception {
        if (changed) {
            state.put(function, key, unite(sum));
            stored = true;
            changed = false;
        }
    }
}

package io.emfs.operators.window;

import io.emfs.state.SliceKey;
import io.emfs.state.WindowSlice;

/** A slice on the heap, and what keyed state knows of it. On the task thread. */
final class HeldSlice {
    private final SliceKey key;
    private final WindowSlice slice;
    private boolean stored;
    private boolean changed;

    private HeldSlice(SliceKey key, WindowSlice slice, boolean stored) {
        this.key = key;
        this.slice = slice;
        this.stored = stored;
        this.changed = !stored;
    }

    /** One that keyed state does not have. */
    static HeldSlice create(SliceKey key) {
        return new HeldSlice(key, new WindowSlice(), false);
    }

    /** As keyed state has it; takes ownership of {@code slice}. */
    static HeldSlice load(SliceKey key, WindowSlice slice) {
        return new HeldSlice(key, slice, true);
    }

    SliceKey key() {
        return key;
    }

    WindowSlice slice() {
        return slice;
    }

    /** Whether keyed state has it, if perhaps in an older version. */
    boolean stored() {
        return stored;
    }

    /** Adds what {@code recent} has seen; {@code recent} stays as it is. */
    void merge(WindowSlice recent) {
        slice.merge(recent);
        changed = true;
    }

    void store(SliceState state) throws Exception {
        if (changed) {
            state.put(key, slice);
            stored = true;
            changed = false;
        }
    }
}

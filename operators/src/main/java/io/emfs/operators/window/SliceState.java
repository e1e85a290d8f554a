package io.emfs.operators.window;

import io.emfs.operators.TypeInformations;
import io.emfs.state.SliceKey;
import io.emfs.state.WindowSlice;
import java.util.Map;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.jspecify.annotations.Nullable;

/**
 * The slices of the current key in keyed state: one {@link WindowSlice} per window name and slice. On the task thread.
 *
 * <p>What goes in and comes out is the caller's own: backends on the heap keep and hand out instances, which a checkpoint
 * may be writing at the same time.
 */
final class SliceState {
    static final MapStateDescriptor<SliceKey, WindowSlice> DESCRIPTOR =
            new MapStateDescriptor<>("slices", TypeInformations.SLICE_KEY, TypeInformations.WINDOW_SLICE);

    private final MapState<SliceKey, WindowSlice> slices;
    private final boolean instancesAreShared;

    SliceState(MapState<SliceKey, WindowSlice> slices, KeyedStateBackend<?> backend) {
        this.slices = slices;
        this.instancesAreShared = !backend.isSafeToReuseKVState();
    }

    @Nullable
    WindowSlice get(SliceKey key) throws Exception {
        WindowSlice slice = slices.get(key);
        return slice == null ? null : own(slice);
    }

    /** To be read at once; call {@link #own} on what is kept. */
    Iterable<Map.Entry<SliceKey, WindowSlice>> entries() throws Exception {
        return slices.entries();
    }

    void put(SliceKey key, WindowSlice slice) throws Exception {
        slices.put(key, own(slice));
    }

    void remove(SliceKey key) throws Exception {
        slices.remove(key);
    }

    /** The heap backend would keep an empty map for each function that ever ran. */
    void clear() {
        slices.clear();
    }

    WindowSlice own(WindowSlice slice) {
        return instancesAreShared ? slice.copy() : slice;
    }
}

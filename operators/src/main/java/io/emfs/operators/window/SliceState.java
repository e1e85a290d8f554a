package io.emfs.operators.window;

import io.emfs.operators.TypeInformations;
import io.emfs.state.FunctionKey;
import io.emfs.state.SliceKey;
import io.emfs.state.WindowSlice;
import java.util.Map;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.jspecify.annotations.Nullable;

/**
 * The slices in keyed state: of each function, one {@link WindowSlice} per window name and slice. On the task thread.
 *
 * <p>What goes in and comes out is the caller's own: backends on the heap keep and hand out instances, which a checkpoint
 * may be writing at the same time.
 */
final class SliceState {
    static final MapStateDescriptor<SliceKey, WindowSlice> DESCRIPTOR =
            new MapStateDescriptor<>("slices", TypeInformations.SLICE_KEY, TypeInformations.WINDOW_SLICE);

    private final MapState<SliceKey, WindowSlice> slices;
    private final KeyedStateBackend<FunctionKey> backend;
    private final boolean instancesAreShared;

    SliceState(MapState<SliceKey, WindowSlice> slices, KeyedStateBackend<FunctionKey> backend) {
        this.slices = slices;
        this.backend = backend;
        this.instancesAreShared = !backend.isSafeToReuseKVState();
    }

    @Nullable
    WindowSlice get(FunctionKey function, SliceKey key) throws Exception {
        WindowSlice slice = of(function).get(key);
        return slice == null ? null : own(slice);
    }

    /** To be read at once; call {@link #own} on what is kept. */
    Iterable<Map.Entry<SliceKey, WindowSlice>> entries(FunctionKey function) throws Exception {
        return of(function).entries();
    }

    void put(FunctionKey function, SliceKey key, WindowSlice slice) throws Exception {
        of(function).put(key, own(slice));
    }

    void remove(FunctionKey function, SliceKey key) throws Exception {
        of(function).remove(key);
    }

    /** The heap backend would keep an empty map for each function that ever ran. */
    void clear(FunctionKey function) {
        of(function).clear();
    }

    WindowSlice own(WindowSlice slice) {
        return instancesAreShared ? slice.copy() : slice;
    }

    private MapState<SliceKey, WindowSlice> of(FunctionKey function) {
        select(function);
        return slices;
    }

    /** Makes it the current key, for timers; this encodes the key. */
    @SuppressWarnings("ReferenceEquality") // an equal one would do as well, but costs more to find out
    void select(FunctionKey function) {
        if (backend.getCurrentKey() != function) {
            backend.setCurrentKey(function);
        }
    }
}

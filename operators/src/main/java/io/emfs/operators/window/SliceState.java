package io.emfs.operators.window;

import io.emfs.operators.TypeInformations;
import io.emfs.state.FunctionKey;
import io.emfs.state.SliceKey;
import io.emfs.state.WindowSlice;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.api.common.state.KeyedStateStore;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.KeyGroupRange;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.VoidNamespace;
import org.jspecify.annotations.Nullable;

/**
 * The slices in keyed state: of each function, one {@link WindowSlice} per window name and slice, and when its next window
 * ends. A function's state is in the key group of its node, where the node's policy is: so no event has to leave its
 * subtask between the two. On the task thread.
 *
 * <p>What goes in and comes out is the caller's own: backends on the heap keep and hand out instances, which a checkpoint
 * may be writing at the same time.
 */
final class SliceState {
    static final MapStateDescriptor<SliceKey, WindowSlice> SLICES =
            new MapStateDescriptor<>("slices", TypeInformations.SLICE_KEY, TypeInformations.WINDOW_SLICE);
    static final ValueStateDescriptor<Long> NEXT_END = new ValueStateDescriptor<>("next-end", Types.LONG);

    private final MapState<SliceKey, WindowSlice> slices;
    private final ValueState<Long> nextEnd;
    private final KeyedStateBackend<FunctionKey> backend;
    private final int keyGroups;
    private final KeyGroupRange own;
    private final boolean instancesAreShared;
    private @Nullable FunctionKey selected;

    SliceState(KeyedStateStore store, KeyedStateBackend<FunctionKey> backend, TaskInfo task) {
        this.slices = store.getMapState(SLICES);
        this.nextEnd = store.getState(NEXT_END);
        this.backend = backend;
        this.keyGroups = task.getMaxNumberOfParallelSubtasks();
        this.own = KeyGroupRangeAssignment.computeKeyGroupRangeForOperatorIndex(
                keyGroups, task.getNumberOfParallelSubtasks(), task.getIndexOfThisSubtask());
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

    /** When the function's next window ends; {@link WakeUps#NEVER} if it has no slices. */
    void wakeAt(FunctionKey function, long endMs) throws Exception {
        select(function);
        if (endMs == WakeUps.NEVER) {
            nextEnd.clear();
        } else {
            nextEnd.update(endMs);
        }
    }

    /** All functions that have slices, each with the end of its next window. */
    Map<FunctionKey, Long> nextEnds() throws Exception {
        List<FunctionKey> functions;
        try (Stream<FunctionKey> keys = backend.getKeys(NEXT_END.getName(), VoidNamespace.INSTANCE)) {
            functions = keys.toList();
        }
        Map<FunctionKey, Long> ends = new LinkedHashMap<>();
        for (FunctionKey function : functions) {
            select(function);
            ends.put(function, nextEnd.value());
        }
        return ends;
    }

    /**
     * Brings the slices that a job of a former version had in the function's own key group to that of its node; false if
     * another subtask has that: they are dropped.
     */
    boolean gather(FunctionKey function) throws Exception {
        int from = KeyGroupRangeAssignment.assignToKeyGroup(function, keyGroups);
        int to = groupOf(function);
        if (from == to) {
            return true;
        }
        selected = null;
        backend.setCurrentKeyAndKeyGroup(function, from);
        Map<SliceKey, WindowSlice> all = new LinkedHashMap<>();
        for (Map.Entry<SliceKey, WindowSlice> entry : slices.entries()) {
            all.put(entry.getKey(), entry.getValue());
        }
        slices.clear();
        if (!own.contains(to)) {
            return false;
        }
        of(function).putAll(all);
        return true;
    }

    private MapState<SliceKey, WindowSlice> of(FunctionKey function) {
        select(function);
        return slices;
    }

    /** Makes it the current key; this encodes the key. */
    @SuppressWarnings("ReferenceEquality") // an equal one would do as well, but costs more to find out
    private void select(FunctionKey function) {
        if (selected != function) {
            backend.setCurrentKeyAndKeyGroup(function, groupOf(function));
            selected = function;
        }
    }

    private int groupOf(FunctionKey function) {
        return KeyGroupRangeAssignment.assignToKeyGroup(function.node(), keyGroups);
    }
}

package io.emfs.operators;

import io.emfs.config.EmfsConfig;
import io.emfs.state.ConfigurationChanged;
import io.emfs.state.NodeEvent;
import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.jspecify.annotations.Nullable;

/**
 * The configuration that an operator was told of while the job ran, in operator state: after a failure the job starts from
 * the configuration that its graph was built of, which may be older. The newer of the two holds. On the task thread.
 */
public final class LiveConfiguration {
    private static final ListStateDescriptor<NodeEvent> DESCRIPTOR =
            new ListStateDescriptor<>("configuration", TypeInformations.NODE_EVENT);

    private final ListState<NodeEvent> state;
    private final @Nullable EmfsConfig restored;

    /**
     * Reads what is restored, if anything is.
     *
     * @param graphNs as of when the graph's own configuration is, epoch ns
     */
    public LiveConfiguration(OperatorStateStore store, long graphNs) throws Exception {
        state = store.getUnionListState(DESCRIPTOR);
        ConfigurationChanged newest = null;
        for (NodeEvent stored : state.get()) {
            if (stored instanceof ConfigurationChanged changed
                    && changed.timestampNs() > (newest == null ? graphNs : newest.timestampNs())) {
                newest = changed;
            }
        }
        if (newest == null) {
            state.clear();
        } else {
            state.update(List.of(newest)); // each subtask was given those of all
        }
        restored = newest == null ? null : newest.configuration().config();
    }

    /** Null if the graph's own holds. */
    public @Nullable EmfsConfig restored() {
        return restored;
    }

    /** From now on this one holds. */
    public void follow(ConfigurationChanged change) throws Exception {
        state.update(List.of(change));
    }
}

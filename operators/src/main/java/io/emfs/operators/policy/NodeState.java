package io.emfs.operators.policy;

import io.emfs.operators.learning.ServedModel;
import io.emfs.state.FunctionProfile;
import io.emfs.state.FunctionStanding;
import io.emfs.state.NodeStanding;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.util.FlinkRuntimeException;
import org.jspecify.annotations.Nullable;

/**
 * One node's memory in Flink's keyed state, with a copy on the heap: ranking looks at all functions, and reading them from
 * RocksDB each time would cost more than all the rest. Only to be used while the node is the current key. Task thread.
 */
final class NodeState extends HeapMemory {
    private final MapState<String, FunctionStanding> standings;
    private final MapState<String, FunctionProfile> profiles;
    private final ValueState<NodeStanding> node;

    /**
     * Reads what the state holds of the current key.
     *
     * @param model the one in use at any moment
     * @param lessons where models are trained from
     */
    NodeState(
            MapState<String, FunctionStanding> standings,
            MapState<String, FunctionProfile> profiles,
            ValueState<NodeStanding> node,
            Supplier<@Nullable ServedModel> model,
            LessonLog lessons,
            int queues)
            throws Exception {
        super(queues, model, lessons);
        this.standings = standings;
        this.profiles = profiles;
        this.node = node;
        for (Map.Entry<String, FunctionStanding> entry : standings.entries()) {
            super.remember(entry.getKey(), entry.getValue());
        }
        for (Map.Entry<String, FunctionProfile> entry : profiles.entries()) {
            super.remember(entry.getKey(), entry.getValue());
        }
        @Nullable NodeStanding stored = node.value();
        if (stored != null) {
            super.remember(stored);
        }
    }

    @Override
    public void remember(String function, FunctionStanding standing) {
        if (standing.equals(standingOf(function))) {
            return;
        }
        super.remember(function, standing);
        try {
            standings.put(function, standing);
        } catch (Exception e) {
            throw new FlinkRuntimeException("cannot store the standing of " + function, e);
        }
    }

    @Override
    public void remember(String function, FunctionProfile profile) {
        super.remember(function, profile);
        try {
            profiles.put(function, profile);
        } catch (Exception e) {
            throw new FlinkRuntimeException("cannot store the profile of " + function, e);
        }
    }

    @Override
    public void remember(NodeStanding standing) {
        super.remember(standing);
        try {
            node.update(standing);
        } catch (Exception e) {
            throw new FlinkRuntimeException("cannot store the standing of the node", e);
        }
    }
}

package io.emfs.operators.policy;

import io.emfs.state.FunctionStanding;
import io.emfs.state.NodeStanding;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.util.FlinkRuntimeException;
import org.jspecify.annotations.Nullable;

/**
 * One node's memory in Flink's keyed state, with a copy on the heap: ranking looks at all functions, and reading them from
 * RocksDB each time would cost more than all the rest. Only to be used while the node is the current key. Task thread.
 */
final class NodeState implements NodeMemory {
    private final MapState<String, FunctionStanding> standings;
    private final ValueState<NodeStanding> node;
    private final Map<String, FunctionStanding> copies = new HashMap<>();
    private NodeStanding nodeCopy = NodeStanding.EMPTY;

    /** Reads what the state holds of the current key. */
    NodeState(MapState<String, FunctionStanding> standings, ValueState<NodeStanding> node) throws Exception {
        this.standings = standings;
        this.node = node;
        for (Map.Entry<String, FunctionStanding> entry : standings.entries()) {
            copies.put(entry.getKey(), entry.getValue());
        }
        @Nullable NodeStanding stored = node.value();
        if (stored != null) {
            nodeCopy = stored;
        }
    }

    @Override
    public @Nullable FunctionStanding standingOf(String function) {
        return copies.get(function);
    }

    @Override
    public void remember(String function, FunctionStanding standing) {
        if (standing.equals(copies.put(function, standing))) {
            return;
        }
        try {
            standings.put(function, standing);
        } catch (Exception e) {
            throw new FlinkRuntimeException("cannot store the standing of " + function, e);
        }
    }

    @Override
    public Map<String, FunctionStanding> standings() {
        return Collections.unmodifiableMap(copies);
    }

    @Override
    public NodeStanding node() {
        return nodeCopy;
    }

    @Override
    public void remember(NodeStanding standing) {
        nodeCopy = standing;
        try {
            node.update(standing);
        } catch (Exception e) {
            throw new FlinkRuntimeException("cannot store the standing of the node", e);
        }
    }
}

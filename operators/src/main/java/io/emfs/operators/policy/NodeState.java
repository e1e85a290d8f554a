package io.emfs.operators.policy;

import io.emfs.operators.learning.Forecast;
import io.emfs.operators.learning.KnownForecast;
import io.emfs.operators.learning.NodeLoads;
import io.emfs.operators.learning.ServedModel;
import io.emfs.state.FunctionProfile;
import io.emfs.state.FunctionStanding;
import io.emfs.state.NodeStanding;
import java.util.Collections;
import java.util.HashMap;
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
final class NodeState implements NodeMemory {
    private final MapState<String, FunctionStanding> standings;
    private final MapState<String, FunctionProfile> profiles;
    private final ValueState<NodeStanding> node;
    private final Supplier<@Nullable ServedModel> model;
    private final LessonLog lessons;
    private final OrderTimes orders;
    private final NodeLoads loads;
    private final Forecast room;
    private final Map<String, FunctionStanding> copies = new HashMap<>();
    private final Map<String, FunctionProfile> profileCopies = new HashMap<>();
    private final Map<String, KnownForecast> forecasts = new HashMap<>();
    private NodeStanding nodeCopy = NodeStanding.EMPTY;

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
        this.standings = standings;
        this.profiles = profiles;
        this.node = node;
        this.model = model;
        this.lessons = lessons;
        this.orders = new OrderTimes(queues);
        this.loads = new NodeLoads(queues);
        this.room = new Forecast(queues);
        for (Map.Entry<String, FunctionStanding> entry : standings.entries()) {
            copies.put(entry.getKey(), entry.getValue());
        }
        for (Map.Entry<String, FunctionProfile> entry : profiles.entries()) {
            profileCopies.put(entry.getKey(), entry.getValue());
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
    public @Nullable FunctionProfile profileOf(String function) {
        return profileCopies.get(function);
    }

    @Override
    public void remember(String function, FunctionProfile profile) {
        profileCopies.put(function, profile);
        try {
            profiles.put(function, profile);
        } catch (Exception e) {
            throw new FlinkRuntimeException("cannot store the profile of " + function, e);
        }
    }

    @Override
    public OrderTimes orders() {
        return orders;
    }

    @Override
    public NodeLoads loads() {
        return loads;
    }

    @Override
    public @Nullable ServedModel model() {
        return model.get();
    }

    @Override
    public LessonLog lessons() {
        return lessons;
    }

    @Override
    public Map<String, KnownForecast> forecasts() {
        return forecasts;
    }

    @Override
    public Forecast room() {
        return room;
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

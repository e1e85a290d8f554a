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
import org.jspecify.annotations.Nullable;

/** A node's memory on the heap, lost with the process. One thread. */
class HeapMemory implements NodeMemory {
    private final Map<String, FunctionStanding> standings = new HashMap<>();
    private final Map<String, FunctionProfile> profiles = new HashMap<>();
    private final Map<String, KnownForecast> forecasts = new HashMap<>();
    private final OrderTimes orders;
    private final NodeLoads loads;
    private final Forecast room;
    private final Supplier<@Nullable ServedModel> model;
    private final LessonLog lessons;
    private NodeStanding node = NodeStanding.EMPTY;

    /**
     * Empty.
     *
     * @param model the one in use at any moment
     * @param lessons where models are trained from
     */
    HeapMemory(int queues, Supplier<@Nullable ServedModel> model, LessonLog lessons) {
        orders = new OrderTimes(queues);
        loads = new NodeLoads(queues);
        room = new Forecast(queues);
        this.model = model;
        this.lessons = lessons;
    }

    @Override
    public @Nullable FunctionStanding standingOf(String function) {
        return standings.get(function);
    }

    @Override
    public void remember(String function, FunctionStanding standing) {
        standings.put(function, standing);
    }

    @Override
    public Map<String, FunctionStanding> standings() {
        return Collections.unmodifiableMap(standings);
    }

    @Override
    public @Nullable FunctionProfile profileOf(String function) {
        return profiles.get(function);
    }

    @Override
    public void remember(String function, FunctionProfile profile) {
        profiles.put(function, profile);
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
        return node;
    }

    @Override
    public void remember(NodeStanding standing) {
        node = standing;
    }
}

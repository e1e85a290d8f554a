package io.emfs.operators.policy;

import io.emfs.operators.learning.Forecast;
import io.emfs.operators.learning.KnownForecast;
import io.emfs.operators.learning.NodeLoads;
import io.emfs.operators.learning.ServedModel;
import io.emfs.state.FunctionProfile;
import io.emfs.state.FunctionStanding;
import io.emfs.state.NodeStanding;
import io.emfs.state.codec.Codec;
import io.emfs.state.codec.Codecs;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A node's memory without Flink. */
final class HeapMemory implements NodeMemory {
    private final Map<String, FunctionStanding> standings = new HashMap<>();
    private final Map<String, FunctionProfile> profiles = new HashMap<>();
    private final Map<String, KnownForecast> forecasts = new HashMap<>();
    private final OrderTimes orders = new OrderTimes(PolicyFixtures.SIX_QUEUES.size());
    private final NodeLoads loads = new NodeLoads(PolicyFixtures.SIX_QUEUES.size());
    private final Forecast room = new Forecast(PolicyFixtures.SIX_QUEUES.size());
    private NodeStanding node = NodeStanding.EMPTY;
    private @Nullable ServedModel model;

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
        return standings;
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
        return model;
    }

    void serve(@Nullable ServedModel newModel) {
        model = newModel;
    }

    @Override
    public LessonLog lessons() {
        return LessonLog.NONE;
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

    /** What a checkpoint and a restore make of it. */
    HeapMemory restored() throws IOException {
        HeapMemory restored = new HeapMemory();
        for (Map.Entry<String, FunctionStanding> entry : standings.entrySet()) {
            restored.remember(entry.getKey(), throughBytes(Codecs.FUNCTION_STANDING, entry.getValue()));
        }
        for (Map.Entry<String, FunctionProfile> entry : profiles.entrySet()) {
            restored.remember(entry.getKey(), throughBytes(Codecs.FUNCTION_PROFILE, entry.getValue()));
        }
        restored.serve(model);
        restored.remember(throughBytes(Codecs.NODE_STANDING, node));
        return restored;
    }

    private static <T> T throughBytes(Codec<T> codec, T value) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        codec.writeVersioned(value, new DataOutputStream(bytes));
        return codec.readVersioned(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    }
}

package io.emfs.pipeline.http;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** {@code /healthz}: 200 if every component is up, else 503; the components' states as JSON. */
public final class HealthResource implements Resource {
    private record Body(boolean up, Map<String, ComponentHealth> components) {}

    private final Supplier<Map<String, ComponentHealth>> components;

    /** Components by name: {@code monitor}, {@code job}, {@code executor}, {@code guard}. */
    public HealthResource(Supplier<Map<String, ComponentHealth>> components) {
        this.components = components;
    }

    @Override
    public String path() {
        return "/healthz";
    }

    @Override
    public String purpose() {
        return "200 if all components are up, else 503";
    }

    @Override
    public Content get() {
        Map<String, ComponentHealth> states = new TreeMap<>(components.get());
        boolean up = states.values().stream().allMatch(ComponentHealth::up);
        return Content.json(up ? 200 : 503, new Body(up, states));
    }
}

package io.emfs.config;

import java.io.Serializable;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The whole configuration, validated; immutable, and travels with the Flink job.
 *
 * @param node the key's first half; {@code auto} is resolved to the host name
 * @param flink Flink options, passed through
 */
public record EmfsConfig(
        String node,
        List<FunctionConfig> functions,
        DiscoveryConfig discovery,
        List<WindowConfig> windows,
        MonitorConfig monitor,
        List<QueueConfig> queues,
        PolicyConfig policy,
        LearningConfig learning,
        HttpConfig http,
        StateConfig state,
        AgentConfig agent,
        Map<String, String> flink)
        implements Serializable {
    /** Copies lists and options. */
    public EmfsConfig {
        functions = DeclaredFunctions.of(functions);
        windows = List.copyOf(windows);
        queues = List.copyOf(queues);
        flink = Collections.unmodifiableMap(new TreeMap<>(flink));
    }

    /** What an empty file means on this node. */
    public static EmfsConfig defaults(String node) {
        return new EmfsConfig(
                node,
                List.of(),
                DiscoveryConfig.DEFAULT,
                WindowConfig.DEFAULTS,
                MonitorConfig.DEFAULT,
                QueueConfig.DEFAULTS,
                PolicyConfig.DEFAULT,
                LearningConfig.DEFAULT,
                HttpConfig.DEFAULT,
                StateConfig.DEFAULT,
                AgentConfig.DEFAULT,
                Map.of());
    }

    /** The declared function of this name. */
    public Optional<FunctionConfig> function(String name) {
        return DeclaredFunctions.of(functions).named(name);
    }

    /** The SLO declared for the function, or discovery's if nobody declared the function; null for none. */
    public @Nullable Slo sloOf(String functionName) {
        Optional<FunctionConfig> declared = function(functionName);
        return declared.isPresent() ? declared.get().slo() : discovery.slo();
    }

    /**
     * Queue p1 is 1.
     *
     * @throws IllegalArgumentException if there is no such queue
     */
    public QueueConfig queue(int oneBased) {
        if (oneBased < 1 || oneBased > queues.size()) {
            throw new IllegalArgumentException("queue=" + oneBased + ", must be in 1.." + queues.size());
        }
        return queues.get(oneBased - 1);
    }

    /** The same with these functions. */
    public EmfsConfig withFunctions(List<FunctionConfig> others) {
        return new EmfsConfig(
                node, others, discovery, windows, monitor, queues, policy, learning, http, state, agent, flink);
    }

    /** What is the same wherever priorities and quanta of the queues are the same. */
    public String queuesText() {
        SortedMap<String, String> texts = new TreeMap<>();
        ConfigTexts.flatten("queues", queues, texts);
        return texts.toString();
    }

    /** The window whose SLO percentile drives promotions and demotions. */
    public WindowConfig percentileWindow() {
        return windows.stream()
                .filter(window -> window.name().equals(policy.percentileWindow()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no window " + policy.percentileWindow()));
    }

    static EmfsConfig read(Section root) {
        Section policy = root.section("policy");
        EmfsConfig config = new EmfsConfig(
                NodeName.read(root),
                FunctionConfig.readAll(root),
                DiscoveryConfig.read(root.section("discovery")),
                WindowConfig.readAll(root),
                MonitorConfig.read(root.section("monitor")),
                QueueConfig.readAll(root),
                PolicyConfig.read(policy),
                LearningConfig.read(root.section("learning")),
                HttpConfig.read(root.section("http")),
                StateConfig.read(root.section("state")),
                AgentConfig.read(root.section("agent")),
                root.texts("flink").value());
        config.rejectMissingWindow(root, policy.setting("percentile-window"));
        return config;
    }

    private void rejectMissingWindow(Section root, Setting<?> named) {
        List<String> names = windows.stream().map(WindowConfig::name).toList();
        // an unreadable window name was reported and might be the one; no window at all was reported, too
        if (!named.usable() || names.isEmpty() || names.contains("") || names.contains(named.value())) {
            return;
        }
        // a default only fails because of the windows that were written instead
        Place place = named.given() ? named.place() : root.placeOf("windows");
        String text = named.text() + (named.given() ? "" : " (default)");
        root.reject(place, named.key(), " = " + text + ": must name one of the windows " + String.join(", ", names));
    }
}

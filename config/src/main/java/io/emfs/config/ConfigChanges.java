package io.emfs.config;

import io.emfs.config.ConfigChange.Way;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What differs between two configurations, and what it takes to change it. Pure.
 *
 * <p>Live are functions, SLOs, windows, and what the policy decides by. Queues and quanta are constants of the BPF programs,
 * and the rest is what the agent was started with. What Flink itself is told, and the trainer, belongs to a job.
 */
public final class ConfigChanges {
    private static final Set<String> LIVE = Set.of(
            "discovery.env",
            "discovery.slo",
            "policy.ranking",
            "policy.percentile-window",
            "policy.promote-after",
            "policy.demote-after",
            "policy.cool-down",
            "learning.enabled",
            "learning.exploration");

    /** A job has them from its start on. */
    private static final Set<String> OF_THE_JOB =
            Set.of("state.checkpoint-interval", "learning.retrain-every", "learning.model");

    /** Compared by name. */
    private static final Set<String> APART = Set.of("functions", "windows");

    private ConfigChanges() {}

    /** In the order of the file's sections; empty if both mean the same. */
    public static List<ConfigChange> between(EmfsConfig before, EmfsConfig after) {
        List<ConfigChange> changes = new ArrayList<>();
        functions(before, after, changes);
        named("windows.", byName(before.windows()), byName(after.windows()), changes);
        SortedMap<String, String> old = sections(before);
        SortedMap<String, String> now = sections(after);
        Set<String> keys = new TreeSet<>(old.keySet());
        keys.addAll(now.keySet());
        for (String key : keys) {
            add(key, old.getOrDefault(key, ""), now.getOrDefault(key, ""), wayOf(key), changes);
        }
        return changes;
    }

    private static SortedMap<String, String> sections(EmfsConfig config) {
        SortedMap<String, String> texts = new TreeMap<>();
        ConfigTexts.components(config).forEach((key, value) -> {
            if (!APART.contains(key)) {
                ConfigTexts.flatten(key, value, texts);
            }
        });
        return texts;
    }

    private static void functions(EmfsConfig before, EmfsConfig after, List<ConfigChange> changes) {
        Map<String, FunctionConfig> old = byFunction(before);
        Map<String, FunctionConfig> now = byFunction(after);
        Set<String> names = new TreeSet<>(old.keySet());
        names.addAll(now.keySet());
        for (String name : names) {
            FunctionConfig was = old.get(name);
            FunctionConfig is = now.get(name);
            String key = "functions." + name;
            if (was == null || is == null) {
                add(key, text(was), text(is), Way.LIVE, changes);
            } else {
                add(key + ".match", ConfigTexts.text(was.match()), ConfigTexts.text(is.match()), Way.LIVE, changes);
                add(key + ".slo", slo(was), slo(is), Way.LIVE, changes);
            }
        }
    }

    private static Map<String, FunctionConfig> byFunction(EmfsConfig config) {
        return config.functions().stream().collect(Collectors.toMap(FunctionConfig::name, Function.identity()));
    }

    private static String text(@Nullable FunctionConfig function) {
        return function == null ? "" : ConfigTexts.text(function.match()) + ", slo " + slo(function);
    }

    private static String slo(FunctionConfig function) {
        return function.slo() == null ? Slo.NONE : ConfigTexts.text(Objects.requireNonNull(function.slo()));
    }

    private static Map<String, String> byName(List<WindowConfig> windows) {
        return windows.stream().collect(Collectors.toMap(WindowConfig::name, ConfigTexts::text));
    }

    private static void named(
            String prefix, Map<String, String> before, Map<String, String> after, List<ConfigChange> changes) {
        Set<String> names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        for (String name : names) {
            add(prefix + name, before.getOrDefault(name, ""), after.getOrDefault(name, ""), Way.LIVE, changes);
        }
    }

    private static Way wayOf(String key) {
        if (LIVE.contains(key)) {
            return Way.LIVE;
        }
        return OF_THE_JOB.contains(key) || key.startsWith("flink.") ? Way.UPGRADE : Way.RESTART;
    }

    private static void add(String key, String before, String after, Way way, List<ConfigChange> changes) {
        if (!before.equals(after)) {
            changes.add(new ConfigChange(key, before, after, way));
        }
    }
}

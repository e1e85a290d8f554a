package io.emfs.config;

import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The default lists as trees, so that {@code --set windows[0].size=2s} changes one of them where the file has none. */
final class DefaultList {
    private DefaultList() {}

    /** The default of the list {@code path}; null if {@code path} is no list with a default. */
    static @Nullable Tree at(String path) {
        String yaml = switch (path) {
            case "windows" ->
                WindowConfig.DEFAULTS.stream().map(WindowConfig::toYaml).collect(Collectors.joining(", "));
            case "queues" ->
                QueueConfig.DEFAULTS.stream().map(QueueConfig::toYaml).collect(Collectors.joining(", "));
            case "discovery.env" -> String.join(", ", DiscoveryConfig.DEFAULT.env());
            default -> null;
        };
        return yaml == null ? null : YamlReader.ofOverride(new Problems()).read("[" + yaml + "]", path);
    }
}

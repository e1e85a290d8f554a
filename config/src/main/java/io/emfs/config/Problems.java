package io.emfs.config;

import java.util.ArrayList;
import java.util.List;

/** Collects problems while a configuration is read, so that all are reported at once. */
final class Problems {
    private final List<ConfigProblem> collected = new ArrayList<>();

    /** {@code message} follows the key; for a value use {@link #add(Setting, String)}. */
    void add(Place place, String key, String message) {
        collected.add(new ConfigProblem(place.source(), place.line(), key, message));
    }

    void add(Setting<?> setting, String allowed) {
        add(setting.place(), setting.key(), setting.key() + " = " + setting.text() + ": " + allowed);
    }

    void throwIfAny() {
        if (!collected.isEmpty()) {
            throw new ConfigException(
                    collected.stream().sorted(ConfigProblem.BY_PLACE).toList());
        }
    }
}

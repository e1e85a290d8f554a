package io.emfs.config;

import java.util.List;

/** The keys that are read and validated but that nothing acts on in this version. Shrinks as features arrive. */
public final class NotYetInEffect {
    private static final List<String> SECTIONS = List.of("learning.retrain-every");

    private NotYetInEffect() {}

    /** Those that were written down, as {@code key = value}, sorted by key; defaults are not listed. Pure. */
    public static List<String> among(LoadedConfig loaded) {
        return loaded.given().entrySet().stream()
                .filter(given -> SECTIONS.stream().anyMatch(given.getKey()::startsWith))
                .map(given -> given.getKey() + " = " + given.getValue())
                .toList();
    }
}

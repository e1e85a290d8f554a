package io.emfs.config;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A configuration and what of it was written down; immutable.
 *
 * @param config validated, with every default filled in
 * @param given full key → value as written, in file or overrides; a default list that an override reached into is whole
 * @param yaml file and overrides in one, without comments: loading it again yields the same configuration
 */
public record LoadedConfig(EmfsConfig config, Map<String, String> given, String yaml) {
    /** Copies {@code given}. */
    public LoadedConfig {
        given = Collections.unmodifiableMap(new TreeMap<>(given));
    }
}

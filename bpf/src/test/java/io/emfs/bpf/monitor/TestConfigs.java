package io.emfs.bpf.monitor;

import io.emfs.config.ConfigLoader;
import io.emfs.config.EmfsConfig;
import java.util.List;

/** Configurations for tests, from YAML as a user would write it. */
final class TestConfigs {
    private TestConfigs() {}

    static EmfsConfig of(String... yaml) {
        return ConfigLoader.parse("test", "node: n1\n" + String.join("\n", yaml), List.of())
                .config();
    }
}

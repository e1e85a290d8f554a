package io.emfs.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ShippedConfigTest {
    private static final Path SHIPPED = Path.of("emfs.yaml");

    @Test
    void isTheDefaults() {
        LoadedConfig loaded = ConfigLoader.load(SHIPPED, List.of());
        assertThat(loaded.config()).isEqualTo(ConfigLoader.defaults(List.of()).config());
    }

    @Test
    void namesEveryKey() throws IOException {
        assertThat(scalarKeys(uncommented())).containsAll(scalarKeys(ConfigLoaderTest.EVERY_KEY));
    }

    /** Outside of functions, flink and agent.job, where every entry is the user's; whatever row of a list stands for all. */
    private static Set<String> scalarKeys(String yaml) {
        return ConfigLoader.parse("emfs.yaml", yaml, List.of()).given().keySet().stream()
                .filter(key -> !key.startsWith("functions")
                        && !key.startsWith("flink")
                        && !key.startsWith("agent.job")
                        && !key.endsWith(".nice"))
                .map(key -> key.replaceAll("\\[[0-9]+\\]", "[]").replaceAll("^discovery\\.slo.*", "discovery.slo"))
                .collect(Collectors.toSet());
    }

    @Test
    void hasAnExampleThatLoads() throws IOException {
        Matcher example = Pattern.compile("(?m)^# - (\\{name: .*\\})$").matcher(Files.readString(SHIPPED));
        assertThat(example.find()).isTrue();
        EmfsConfig config = ConfigLoader.load(SHIPPED, List.of("functions[0]=" + example.group(1)))
                .config();
        assertThat(config.sloOf("thumbnail")).isEqualTo(new Slo(95, Durations.parse("24ms")));
    }

    private static String uncommented() throws IOException {
        return Files.readString(SHIPPED).replaceAll("(?m)^( *)#(?=[a-z-]+:)", "$1");
    }
}

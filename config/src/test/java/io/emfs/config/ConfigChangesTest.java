package io.emfs.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.emfs.config.ConfigChange.Way;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfigChangesTest {
    private static final String BASE = """
            node: n1
            functions:
              - {name: short, match: {port: 8081}, slo: {percentile: 95, latency: 24ms}}
              - {name: long, match: {port: 8082}}
            """;

    @Test
    void areNoneBetweenEqualMeanings() {
        assertThat(between(
                        BASE,
                        BASE + "windows: [{name: slow, size: 30s, slide: 5s},"
                                + " {name: fast, size: 1000ms, slide: 200ms}]\nlearning: {exploration: 0.05}\n"))
                .isEmpty();
    }

    @Test
    void areLiveForSlosWindowsAndNewFunctions() {
        String next = BASE.replace("24ms", "12ms")
                + "  - {name: third, match: {port: 8083}}\n"
                + "windows: [{name: fast, size: 2s, slide: 200ms}]\n"
                + "policy: {promote-after: 3}\n";

        assertThat(between(BASE, next))
                .containsExactly(
                        new ConfigChange(
                                "functions.short.slo",
                                "{latency: 24ms, percentile: 95.0}",
                                "{latency: 12ms, percentile: 95.0}",
                                Way.LIVE),
                        new ConfigChange("functions.third", "", "{port: 8083}, slo none", Way.LIVE),
                        new ConfigChange(
                                "windows.fast", "{size: 1s, slide: 200ms}", "{size: 2s, slide: 200ms}", Way.LIVE),
                        new ConfigChange("windows.slow", "{size: 30s, slide: 5s}", "", Way.LIVE),
                        new ConfigChange("policy.promote-after", "2", "3", Way.LIVE));
    }

    @Test
    void areNotLiveForWhatTheAgentWasStartedWith() {
        String next = BASE.replace("node: n1", "node: n2")
                + "queues:\n"
                + "  - {quantum: 20ms, policy: rr, priorities: 72-80}\n"
                + "monitor: {ring: 16MiB, max-functions: 10}\n"
                + "state: {dir: /tmp/x}\n"
                + "flink: {a.b: c}\n";

        assertThat(between(BASE, next))
                .noneMatch(change -> change.way() == Way.LIVE)
                .extracting(ConfigChange::key)
                .contains(
                        "flink.a.b",
                        "monitor.max-functions",
                        "monitor.ring",
                        "node",
                        "queues[0].priorities",
                        "queues[5].quantum",
                        "state.dir");
    }

    @Test
    void areLiveForFunctionsThatAreRecognisedOtherwiseOrNoLongerDeclared() {
        String next = "node: n1\nfunctions: [{name: long, match: {port: 9082}}]\ndiscovery: {env: [A, B]}\n";

        assertThat(between(BASE, next))
                .allMatch(change -> change.way() == Way.LIVE)
                .extracting(ConfigChange::toString)
                .contains(
                        "functions.long.match: {port: 8082} → {port: 9082}",
                        "functions.short: {port: 8081}, slo {latency: 24ms, percentile: 95.0} → none")
                .anyMatch(text -> text.startsWith("discovery.env: "));
    }

    @Test
    void takeAnUpgradeForWhatFlinkIsTold() {
        assertThat(between(
                        BASE,
                        BASE + "state: {checkpoint-interval: 5s}\nflink: {taskmanager.memory.managed.size: 64m}\n"))
                .extracting(ConfigChange::way)
                .containsExactly(Way.UPGRADE, Way.UPGRADE);
    }

    private static List<ConfigChange> between(String before, String after) {
        return ConfigChanges.between(
                ConfigLoader.parse("before", before, List.of()).config(),
                ConfigLoader.parse("after", after, List.of()).config());
    }
}

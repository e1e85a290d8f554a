package io.emfs.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigLoaderTest {
    static final String EVERY_KEY = """
            node: edge-7
            functions:
              - name: thumbnail
                match: {port: 8081, netns: /run/netns/blue, cgroup: "/kubepods/*", env: {FUNCTION_TARGET: thumbnail}, command: "python3 *"}
                slo: {percentile: 99.9, latency: 24ms}
              - {name: report, match: {port: 8082}, slo: none}
            discovery:
              env: [FN_NAME]
              slo: {percentile: 95, latency: 120ms}
            windows:
              - {name: short, size: 2s, slide: 500ms}
            monitor:
              {mode: requests, flush: 50ms, digest-above: 7, arrival: tcp, attach: raw-tracepoint, ring: 64KiB, max-functions: 2,
               max-digests: 3, max-sockets: 1, max-processes: 4194304, max-peers: 4}
            queues:
              - {quantum: 10ms, policy: fifo, priorities: 89}
              - {quantum: 11ms, policy: rr, priorities: 1-88}
              - {quantum: 1h, policy: other, nice: -5}
            policy:
              mode: rt
              ranking: none
              quanta: keep
              late: keep
              rt-throttling: keep
              percentile-window: short
              promote-after: 3
              demote-after: 7
              cool-down: 2s
              starvation-limit: 4s
              audit: threads
            learning: {enabled: false, exploration: 1, retrain-every: 10m, model: /etc/emfs/node.pb}
            http: {bind: "::1", port: 0}
            state: {dir: here, checkpoint-interval: 1m}
            agent:
              job: ["10.0.0.7:9470", "[::1]:1-2"]
              orphan-after: 2m
              link: {bind: 0.0.0.0, ports: 7000-7001, certificate: /c.pem, key: /k.pem, ca: /ca.pem, token-file: /t,
                     insecure: false, heartbeat: 500ms, max-agents: 3}
            flink: {state.backend.type: hashmap, parallelism.default: 2}
            """;

    @Test
    void readsAnEmptyFileAsDefaults() throws IOException {
        EmfsConfig config = ConfigLoader.parse("emfs.yaml", "", List.of()).config();

        String hostName = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        assertThat(config).isEqualTo(EmfsConfig.defaults(hostName));
        assertThat(ConfigLoader.defaults(List.of())).isEqualTo(new LoadedConfig(config, Map.of(), "{}\n"));
    }

    @Test
    void hasTheDesignsDefaults() {
        assertThat(EmfsConfig.defaults("n"))
                .isEqualTo(new EmfsConfig(
                        "n",
                        List.of(),
                        new DiscoveryConfig(
                                List.of("K_SERVICE", "FUNCTION_TARGET", "AWS_LAMBDA_FUNCTION_NAME", "__OW_ACTION_NAME"),
                                null),
                        List.of(
                                new WindowConfig("fast", Duration.ofSeconds(1), Duration.ofMillis(200)),
                                new WindowConfig("slow", Duration.ofSeconds(30), Duration.ofSeconds(5))),
                        new MonitorConfig(
                                MonitorConfig.Mode.AUTO,
                                Duration.ofMillis(100),
                                1000,
                                MonitorConfig.Arrival.INGRESS,
                                MonitorConfig.Attach.AUTO,
                                8 * 1024 * 1024,
                                16384,
                                256,
                                65536,
                                16384,
                                0),
                        List.of(
                                queue(20, 72, 81),
                                queue(40, 62, 71),
                                queue(80, 52, 61),
                                queue(160, 42, 51),
                                queue(320, 32, 41),
                                new QueueConfig(
                                        Duration.ofMillis(500), SchedulingClass.FIFO, new PriorityBand(12, 31), 0)),
                        new PolicyConfig(
                                PolicyConfig.Mode.AUTO,
                                PolicyConfig.Ranking.PREDICTED_DEMAND,
                                PolicyConfig.Quanta.ENFORCE,
                                PolicyConfig.Late.YIELD,
                                PolicyConfig.RtThrottling.AUTO,
                                "fast",
                                2,
                                5,
                                Duration.ofSeconds(1),
                                Duration.ofSeconds(2),
                                PolicyConfig.Audit.FUNCTIONS),
                        new LearningConfig(true, 0.05, Duration.ofMinutes(5), "shipped"),
                        new HttpConfig("127.0.0.1", 9464),
                        new StateConfig("/var/lib/emfs", Duration.ofSeconds(10)),
                        new AgentConfig(
                                List.of(),
                                Duration.ofMinutes(1),
                                new LinkConfig(
                                        "127.0.0.1",
                                        new PortRange(9470, 9479),
                                        null,
                                        null,
                                        null,
                                        null,
                                        false,
                                        Duration.ofSeconds(1),
                                        10_000)),
                        Map.of()));
    }

    private static QueueConfig queue(int quantumMs, int low, int high) {
        return new QueueConfig(Duration.ofMillis(quantumMs), SchedulingClass.RR, new PriorityBand(low, high), 0);
    }

    @Test
    void readsEveryKey() {
        assertThat(ConfigLoader.parse("emfs.yaml", EVERY_KEY, List.of()).config())
                .isEqualTo(new EmfsConfig(
                        "edge-7",
                        List.of(
                                new FunctionConfig(
                                        "thumbnail",
                                        new MatchConfig(
                                                8081,
                                                "/run/netns/blue",
                                                "/kubepods/*",
                                                Map.of("FUNCTION_TARGET", "thumbnail"),
                                                "python3 *"),
                                        new Slo(99.9, Duration.ofMillis(24))),
                                new FunctionConfig("report", new MatchConfig(8082, null, null, Map.of(), null), null)),
                        new DiscoveryConfig(List.of("FN_NAME"), new Slo(95, Duration.ofMillis(120))),
                        List.of(new WindowConfig("short", Duration.ofSeconds(2), Duration.ofMillis(500))),
                        new MonitorConfig(
                                MonitorConfig.Mode.REQUESTS,
                                Duration.ofMillis(50),
                                7,
                                MonitorConfig.Arrival.TCP,
                                MonitorConfig.Attach.RAW_TRACEPOINT,
                                64 * 1024,
                                2,
                                3,
                                1,
                                4_194_304,
                                4),
                        List.of(
                                new QueueConfig(
                                        Duration.ofMillis(10), SchedulingClass.FIFO, new PriorityBand(89, 89), 0),
                                new QueueConfig(Duration.ofMillis(11), SchedulingClass.RR, new PriorityBand(1, 88), 0),
                                new QueueConfig(Duration.ofHours(1), SchedulingClass.OTHER, null, -5)),
                        new PolicyConfig(
                                PolicyConfig.Mode.RT,
                                PolicyConfig.Ranking.NONE,
                                PolicyConfig.Quanta.KEEP,
                                PolicyConfig.Late.KEEP,
                                PolicyConfig.RtThrottling.KEEP,
                                "short",
                                3,
                                7,
                                Duration.ofSeconds(2),
                                Duration.ofSeconds(4),
                                PolicyConfig.Audit.THREADS),
                        new LearningConfig(false, 1, Duration.ofMinutes(10), "/etc/emfs/node.pb"),
                        new HttpConfig("::1", 0),
                        new StateConfig("here", Duration.ofMinutes(1)),
                        new AgentConfig(
                                List.of(
                                        new EndpointConfig("10.0.0.7", new PortRange(9470, 9470)),
                                        new EndpointConfig("::1", new PortRange(1, 2))),
                                Duration.ofMinutes(2),
                                new LinkConfig(
                                        "0.0.0.0",
                                        new PortRange(7000, 7001),
                                        "/c.pem",
                                        "/k.pem",
                                        "/ca.pem",
                                        "/t",
                                        false,
                                        Duration.ofMillis(500),
                                        3)),
                        Map.of("state.backend.type", "hashmap", "parallelism.default", "2")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"# only a comment\n", "policy:\nwindows:\nhttp: {port: }\n", "---\n", "~"})
    void readsKeysWithoutValuesAsDefaults(String yaml) {
        assertThat(ConfigLoader.parse("emfs.yaml", yaml, List.of()).config())
                .isEqualTo(ConfigLoader.defaults(List.of()).config());
    }

    @Test
    void readsAliases() {
        EmfsConfig config = ConfigLoader.parse("emfs.yaml", """
                        discovery: {slo: &tight {percentile: 99, latency: 5ms}}
                        functions: [{name: f, match: {port: 1}, slo: *tight}]
                        """, List.of()).config();
        assertThat(config.sloOf("f")).isEqualTo(new Slo(99, Duration.ofMillis(5)));
    }

    @Test
    void survivesJavaSerialization() throws Exception {
        EmfsConfig config =
                ConfigLoader.parse("emfs.yaml", EVERY_KEY, List.of()).config();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(config);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(in.readObject()).isEqualTo(config);
        }
    }

    @Test
    void namesTheFileInProblems(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("emfs.yaml"), "node: n\nhttp: {port: -1}\n");
        assertThatThrownBy(() -> ConfigLoader.load(file, List.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessage(file + ":2: http.port = -1: must be a whole number in 0..65535");
    }

    @Test
    void loadsAFile(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("emfs.yaml"), EVERY_KEY);
        assertThat(ConfigLoader.load(file, List.of())).isEqualTo(ConfigLoader.parse("emfs.yaml", EVERY_KEY, List.of()));
    }

    @Test
    void reportsAFileThatIsNotThere(@TempDir Path folder) {
        Path file = folder.resolve("none.yaml");
        assertThatThrownBy(() -> ConfigLoader.load(file, List.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessage(file + ": cannot be read: java.nio.file.NoSuchFileException: " + file);
    }
}

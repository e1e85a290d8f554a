package io.emfs.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigProblemsTest {
    static List<String> problems(String yaml, String... overrides) {
        ConfigException thrown = catchThrowableOfType(
                ConfigException.class, () -> ConfigLoader.parse("emfs.yaml", yaml, List.of(overrides)));
        return thrown == null
                ? List.of()
                : thrown.problems().stream().map(ConfigProblem::toString).toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "node: ''                             | node = \"\": must not be empty",
                "monitor: {mode: some}                | monitor.mode = some: must be one of requests, digests, auto",
                "monitor: {flush: 0s}                 | monitor.flush = 0s: must be a positive duration such as 200ms, 1s or 5m",
                "monitor: {flush: 5}                  | monitor.flush = 5: must be a positive duration such as 200ms, 1s or 5m",
                "monitor: {ring: 3MiB}                | monitor.ring = 3MiB: must be a power of two in 64KiB..512MiB",
                "monitor: {ring: 32KiB}               | monitor.ring = 32KiB: must be a power of two in 64KiB..512MiB",
                "monitor: {ring: 2GiB}                | monitor.ring = 2GiB: must be a power of two in 64KiB..512MiB",
                "monitor: {attach: uprobe}            | monitor.attach = uprobe: must be one of auto, fentry, kprobe, raw-tracepoint",
                "monitor: {digest-above: 0}           | monitor.digest-above = 0: must be a whole number of at least 1",
                "monitor: {max-functions: 0}          | monitor.max-functions = 0: must be a whole number in 1..1048576",
                "monitor: {max-digests: 0}            | monitor.max-digests = 0: must be a whole number in 1..16384",
                "monitor: {max-peers: -1}             | monitor.max-peers = -1: must be a whole number in 0..1048576",
                "monitor: {max-sockets: 0}            | monitor.max-sockets = 0: must be a whole number in 1..4194304",
                "monitor: {max-processes: many}       | monitor.max-processes = many: must be a whole number in 1..4194304",
                "policy: {mode: cfs}                  | policy.mode = cfs: must be one of auto, rt, fair",
                "policy: {ranking: x}                 | policy.ranking = x: must be one of predicted-demand, none",
                "policy: {late: x}                    | policy.late = x: must be one of yield, keep",
                "policy: {quanta: off}                | policy.quanta = off: must be one of enforce, keep",
                "policy: {rt-throttling: off}         | policy.rt-throttling = off: must be one of auto, keep",
                "policy: {promote-after: 0}           | policy.promote-after = 0: must be a whole number of at least 1",
                "policy: {demote-after: 1.5}          | policy.demote-after = 1.5: must be a whole number of at least 1",
                "policy: {cool-down: -1s}             | policy.cool-down = -1s: must be a positive duration such as 200ms, 1s or 5m",
                "policy: {starvation-limit: [1s]}     | policy.starvation-limit = […]: must be a positive duration such as 200ms, 1s or 5m",
                "policy: {percentile-window: medium}  | policy.percentile-window = medium: must name one of the windows fast, slow",
                "policy: 5                            | policy = 5: must be a mapping",
                "learning: {enabled: yes}             | learning.enabled = yes: must be true or false",
                "learning: {exploration: 1.01}        | learning.exploration = 1.01: must be a share in 0..1",
                "learning: {exploration: .nan}        | learning.exploration = .nan: must be a share in 0..1",
                "http: {port: 65536}                  | http.port = 65536: must be a whole number in 0..65535",
                "state: {dir: ' '}                    | state.dir = \" \": must not be empty",
                "discovery: {env: K_SERVICE}          | discovery.env = K_SERVICE: must be a list",
                "discovery: {env: [A, {}]}            | discovery.env[1] = {}: must not be empty",
                "discovery: {slo: 24ms}               | discovery.slo = 24ms: must be none or like {percentile: 95, latency: 24ms}",
                "flink: {a: [b]}                      | flink.a = […]: must be a single value",
                "flink: x                             | flink = x: must be a mapping of names to values",
                "windows: fast                        | windows = fast: must be a list",
                "windows: [5]                         | windows[0] = 5: must be a mapping",
                "windows: []                          | windows: must hold at least one window",
                "[policy]                             | must be a mapping with keys such as functions and queues, not […]",
                "{[a]: b}                             | a key must be a single word",
                "policy: &p {late: *p}                | policy.late: an alias must not contain itself",
            })
    void rejectsOneValue(String yaml, String problem) {
        assertThat(problems(yaml)).containsExactly("emfs.yaml:1: " + problem);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"0.0.0.0", "10.0.0.1", "::", "example.org", "127.0.0.256", "127.1", "localhost.example.org"})
    void rejectsToListenBeyondLoopback(String bind) {
        assertThat(problems("http: {bind: '" + bind + "'}"))
                .containsExactly("emfs.yaml:1: http.bind = " + bind
                        + ": must be a loopback address (127.0.0.0/8, ::1 or localhost):"
                        + " nothing may listen beyond loopback without TLS in this version");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "::1", "127.0.0.1", "127.255.255.255", "127.1.20.199"})
    void acceptsLoopback(String bind) {
        assertThat(problems("http: {bind: '" + bind + "'}")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "polcy, 'did you mean policy?'",
        "windws, 'did you mean windows?'",
        "zzzzzz, 'known here: agent, discovery, flink, functions, http, learning, monitor, node, policy, queues, state, windows'"
    })
    void suggestsTheNearestKnownKey(String key, String hint) {
        assertThat(problems("node: n\n" + key + ":\n  a: b"))
                .containsExactly("emfs.yaml:2: " + key + ": unknown key, " + hint);
    }

    @Test
    void findsUnknownKeysAtEveryDepth() {
        assertThat(problems("""
                                windows:
                                  - {name: fast, size: 1s, slide: 1s, slid: 1s}
                                functions:
                                  - name: f
                                    match:
                                      prot: 8081
                                    slo: {percentile: 95, latency: 24ms, latancy: 1s}
                                policy: {cooldown: 1s}
                                """))
                .containsExactly(
                        "emfs.yaml:2: windows[0].slid: unknown key, did you mean slide?",
                        "emfs.yaml:6: functions[0].match.prot: unknown key, did you mean port?",
                        "emfs.yaml:7: functions[0].slo.latancy: unknown key, did you mean latency?",
                        "emfs.yaml:8: policy.cooldown: unknown key, did you mean cool-down?");
    }

    @Test
    void rejectsKeysGivenTwice() {
        assertThat(problems("http:\n  port: 1\n  bind: localhost\n  port: 2\nnode: a\nnode: b"))
                .containsExactly(
                        "emfs.yaml:4: http.port: given twice, first on line 2",
                        "emfs.yaml:6: node: given twice, first on line 5");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2 | 'a: b\nc: d: e'     | mapping values are not allowed here",
                "2 | 'windows:\n\t- a'   | while scanning for the next token, found character '\\t(TAB)' that cannot start any token. (Do not use \\t(TAB) for indentation)",
                "2 | 'policy: {\n'       | while parsing a flow node, expected the node content, but found '<stream end>'",
                "3 | 'node: n\n\n\u0007' | character U+0007 is not allowed",
                "2 | 'a: b\n--- c'       | expected a single document in the stream, but found another document"
            })
    void reportsASyntaxErrorOnce(int line, String yaml, String what) {
        List<String> problems = problems(yaml);
        assertThat(problems.get(0)).isEqualTo("emfs.yaml:" + line + ": not valid YAML: " + what);
        assertThat(problems).hasSize(1);
    }

    @Test
    void reportsEveryProblemOfFileAndOverridesAtOnce() {
        String yaml = """
                functions:
                  - match: {port: 0}
                    slo: {percentile: 100}
                queues:
                  - {quantum: 20ms, policy: rr}
                windows:
                  - name: Fast
                    size: 1s
                    slide: 300ms
                htpp: {}
                http:
                  bind: 0.0.0.0
                """;
        assertThat(problems(yaml, "http.port=-1", "policy.late=no", "nonsense"))
                .containsExactly(
                        "emfs.yaml:2: functions[0].name: missing, must not be empty",
                        "emfs.yaml:2: functions[0].match.port = 0: must be a whole number in 1..65535",
                        "emfs.yaml:3: functions[0].slo.percentile = 100: must be a percentile above 0 and below 100",
                        "emfs.yaml:3: functions[0].slo.latency: missing, must be a positive duration such as 200ms, 1s or 5m",
                        "emfs.yaml:5: queues[0].policy = rr: needs queues[0].priorities, e.g. 72-81",
                        "emfs.yaml:7: windows[0].name = Fast: must be one or more of a-z, 0-9 and -",
                        "emfs.yaml:9: windows[0].slide = 300ms: must divide windows[0].size (1s)",
                        "emfs.yaml:10: htpp: unknown key, did you mean http?",
                        "emfs.yaml:12: http.bind = 0.0.0.0: must be a loopback address (127.0.0.0/8, ::1 or localhost):"
                                + " nothing may listen beyond loopback without TLS in this version",
                        "--set nonsense: must be key=value with a key like windows[0].size",
                        "--set policy.late = no: must be one of yield, keep",
                        "--set http.port = -1: must be a whole number in 0..65535");
    }

    @Test
    void exposesPlaceAndKey() {
        ConfigException thrown = catchThrowableOfType(
                ConfigException.class,
                () -> ConfigLoader.parse("emfs.yaml", "node: n\nhttp: {port: x}", List.of("state.dir=''")));
        assertThat(thrown.problems())
                .containsExactly(
                        new ConfigProblem(
                                "emfs.yaml", 2, "http.port", "http.port = x: must be a whole number in 0..65535"),
                        new ConfigProblem("--set", 0, "state.dir", "state.dir = \"\": must not be empty"));
        assertThat(thrown).hasMessage("""
                        emfs.yaml:2: http.port = x: must be a whole number in 0..65535
                        --set state.dir = "": must not be empty""");
    }
}

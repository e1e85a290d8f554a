package io.emfs.config;

import static io.emfs.config.ConfigProblemsTest.problems;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SetOptionTest {
    private static final String TWO_FUNCTIONS = """
            functions:
              - {name: f, match: {port: 1}, slo: none}
              - {name: g, match: {port: 2}, slo: {percentile: 95, latency: 24ms}}
            """;

    private static EmfsConfig load(String yaml, String... overrides) {
        return ConfigLoader.parse("emfs.yaml", yaml, List.of(overrides)).config();
    }

    @Test
    void changesADefault() {
        EmfsConfig config = load("", "policy.cool-down=2s", "http.port=9500", "node=a b");
        assertThat(config.policy().coolDown()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.http()).isEqualTo(new HttpConfig("127.0.0.1", 9500));
        assertThat(config.node()).isEqualTo("a b");
    }

    @Test
    void changesARowOfADefaultList() {
        EmfsConfig config = load("", "windows[0].size=2s", "queues[5].priorities=1-3", "discovery.env[3]=MINE");
        assertThat(config.windows())
                .containsExactly(
                        new WindowConfig("fast", Duration.ofSeconds(2), Duration.ofMillis(200)),
                        WindowConfig.DEFAULTS.get(1));
        assertThat(config.queues().subList(0, 5)).isEqualTo(QueueConfig.DEFAULTS.subList(0, 5));
        assertThat(config.queue(6).priorities()).isEqualTo(new PriorityBand(1, 3));
        assertThat(config.discovery().env())
                .containsExactly("K_SERVICE", "FUNCTION_TARGET", "AWS_LAMBDA_FUNCTION_NAME", "MINE");
    }

    @Test
    void changesARowOfTheFile() {
        EmfsConfig config = load(TWO_FUNCTIONS, "functions[1].slo.latency=30ms");
        assertThat(config.sloOf("g")).isEqualTo(new Slo(95, Duration.ofMillis(30)));
        assertThat(config.sloOf("f")).isNull();
    }

    @Test
    void appendsAtTheLength() {
        EmfsConfig config = load(TWO_FUNCTIONS, "functions[2].name=h", "functions[2].match.env.FN=h");
        assertThat(config.functions().get(2))
                .isEqualTo(new FunctionConfig("h", new MatchConfig(null, null, null, Map.of("FN", "h"), null), null));
    }

    @Test
    void readsFlowValues() {
        EmfsConfig config =
                load("", "windows=[{name: fast, size: 1s, slide: 1s}]", "discovery.slo={percentile: 50, latency: 1s}");
        assertThat(config.windows())
                .containsExactly(new WindowConfig("fast", Duration.ofSeconds(1), Duration.ofSeconds(1)));
        assertThat(config.discovery().slo()).isEqualTo(new Slo(50, Duration.ofSeconds(1)));
    }

    @Test
    void letsNoneMakeWayForAnSloSetKeyByKey() {
        EmfsConfig config = load(TWO_FUNCTIONS, "functions[0].slo.percentile=99", "functions[0].slo.latency=1s");
        assertThat(config.sloOf("f")).isEqualTo(new Slo(99, Duration.ofSeconds(1)));
    }

    @Test
    void letsTheLastOneWin() {
        assertThat(load("http: {port: 1}", "http.port=2", "http.port=3").http().port())
                .isEqualTo(3);
    }

    @Test
    void restoresTheDefaultForAnEmptyValue() {
        assertThat(load("http: {port: 1}\nwindows: []", "http.port=", "windows="))
                .isEqualTo(load(""));
    }

    @Test
    void keepsTheDotsOfFlinkOptions() {
        assertThat(load("flink: {state.backend.type: rocksdb}", "flink.state.backend.type=hashmap", "flink.a=b=c")
                        .flink())
                .isEqualTo(Map.of("state.backend.type", "hashmap", "a", "b=c"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http.port",
                "=1",
                "windows[x].size=1s",
                "[0]=1",
                "a..b=1",
                ".a=1",
                "a.=1",
                "a[0]b=1",
                "a b=1",
                ""
            })
    void rejectsWhatIsNoKeyAndValue(String override) {
        assertThat(problems("", override))
                .containsExactly("--set " + override + ": must be key=value with a key like windows[0].size");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "windows[3].size=1s    | windows[3].size = 1s: index 3 must be in 0..2, as windows has 2 (2 appends)",
                "functions[1].name=f   | functions[1].name = f: index 1 must be in 0..0, as functions has 0 (0 appends)",
                "windows.size=1s       | windows.size = 1s: windows is a list, write windows[0].size",
                "policy[0]=1           | policy[0] = 1: policy is not a list",
                "node.name=x           | node.name = x: node is a single value, it has no key name",
                "polcy.late=keep       | polcy: unknown key, did you mean policy?",
                "policy.lte=keep       | policy.lte: unknown key, did you mean late?",
                "windows[0].size=1300ms | windows[0].slide = 200ms: must divide windows[0].size (1300ms)",
                "http.port={           | http.port: not valid YAML: while parsing a flow node, expected the node content, but found '<stream end>'"
            })
    void reportsKeysThatLeadNowhereAndValuesThatAreNotAllowed(String override, String problem) {
        assertThat(problems("node: n\npolicy: {mode: rt}", override)).containsExactly("--set " + problem);
    }

    @Test
    void blamesTheFileForWhatItWrote() {
        assertThat(problems("\nwindows: [{name: fast, size: 1s, slide: 300ms}]", "windows[0].size=2s"))
                .containsExactly("emfs.yaml:2: windows[0].slide = 300ms: must divide windows[0].size (2s)");
    }

    @Test
    void blamesTheFileForAnUnknownKeyThatAnOverrideReachesInto() {
        assertThat(problems("\npolcy: {late: keep}", "polcy.late=yield"))
                .containsExactly("emfs.yaml:2: polcy: unknown key, did you mean policy?");
    }
}

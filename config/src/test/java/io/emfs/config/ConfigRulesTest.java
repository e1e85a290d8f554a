package io.emfs.config;

import static io.emfs.config.ConfigProblemsTest.problems;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules that compare settings: windows, queues, functions. */
class ConfigRulesTest {
    private static final String BAND =
            ": must be LOW-HIGH or one priority, 1 <= LOW <= HIGH <= 89 (the agent runs at 90)";

    @ParameterizedTest
    @CsvSource({"1s, 300ms", "1s, 2s"})
    void wantsTheSlideToDivideTheSize(String size, String slide) {
        assertThat(problems("windows:\n- {name: fast, size: %s, slide: %s}".formatted(size, slide)))
                .containsExactly("emfs.yaml:2: windows[0].slide = " + slide + ": must divide windows[0].size (1s)");
    }

    @Test
    void acceptsATumblingWindow() {
        assertThat(problems("windows: [{name: fast, size: 1s, slide: 1000ms}]")).isEmpty();
    }

    @Test
    void wantsWindowsComplete() {
        assertThat(problems("windows:\n- {name: fast, size: 1s, slide: 1s}\n- {}\n- 5"))
                .containsExactly(
                        "emfs.yaml:3: windows[1].name: missing, must be one or more of a-z, 0-9 and -",
                        "emfs.yaml:3: windows[1].size: missing, must be a positive duration such as 200ms, 1s or 5m",
                        "emfs.yaml:3: windows[1].slide: missing, must be a positive duration such as 200ms, 1s or 5m",
                        "emfs.yaml:4: windows[2] = 5: must be a mapping");
    }

    @Test
    void wantsWindowNamesUnique() {
        assertThat(problems("windows:\n- {name: fast, size: 1s, slide: 1s}\n- {name: fast, size: 2s, slide: 1s}"))
                .containsExactly("emfs.yaml:3: windows[1].name = fast: must be unique, but is also windows[0].name");
    }

    @Test
    void blamesTheWindowsForADefaultThatNamesNone() {
        assertThat(problems(
                        "node: n\nwindows:\n  - {name: a, size: 1s, slide: 1s}\n  - {name: b, size: 1s, slide: 1s}"))
                .containsExactly(
                        "emfs.yaml:2: policy.percentile-window = fast (default): must name one of the windows a, b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"90", "0", "0-5", "81-72", "80-90", "72--81", "-5", "a-b", "72-"})
    void wantsPrioritiesBelowTheAgent(String band) {
        assertThat(problems("queues: [{quantum: 1s, policy: rr, priorities: " + band + "}]"))
                .containsExactly("emfs.yaml:1: queues[0].priorities = " + band + BAND);
    }

    @Test
    void matchesPrioritiesAndNiceToThePolicy() {
        assertThat(problems("""
                                queues:
                                  - {quantum: 1ms, policy: rr}
                                  - {quantum: 2ms, policy: fifo, priorities: 5, nice: 1}
                                  - {quantum: 3ms, policy: other, priorities: 4}
                                  - {quantum: 4ms, policy: other, nice: 20}
                                  - {quantum: 5ms, policy: batch}
                                  - {quantum: 6ms}
                                """))
                .containsExactly(
                        "emfs.yaml:2: queues[0].policy = rr: needs queues[0].priorities, e.g. 72-81",
                        "emfs.yaml:3: queues[1].nice = 1: not allowed, as queues[1].policy (fifo) is real-time; give priorities instead",
                        "emfs.yaml:4: queues[2].priorities = 4: not allowed, as queues[2].policy is other; give nice instead",
                        "emfs.yaml:5: queues[3].nice = 20: must be a whole number in -20..19",
                        "emfs.yaml:6: queues[4].policy = batch: must be one of other, rr, fifo",
                        "emfs.yaml:7: queues[5].policy: missing, must be one of other, rr, fifo");
    }

    @Test
    void wantsBandsToFallAndQuantaToGrow() {
        assertThat(problems("""
                                queues:
                                  - {quantum: 20ms, policy: rr, priorities: 60-70}
                                  - {quantum: 20ms, policy: rr, priorities: 50-60}
                                  - {quantum: 10ms, policy: fifo, priorities: 51}
                                  - {quantum: 30ms, policy: other}
                                  - {quantum: 40ms, policy: rr, priorities: 1}
                                """))
                .containsExactly(
                        "emfs.yaml:3: queues[1].quantum = 20ms: must be longer than queues[0].quantum (20ms)",
                        "emfs.yaml:3: queues[1].priorities = 50-60: must lie below queues[0].priorities (60-70)",
                        "emfs.yaml:4: queues[2].quantum = 10ms: must be longer than queues[1].quantum (20ms)",
                        "emfs.yaml:4: queues[2].priorities = 51: must lie below queues[1].priorities (50-60)",
                        "emfs.yaml:6: queues[4].policy = rr: must be other, as queues[3].policy (other) above it is:"
                                + " priorities fall from queue to queue");
    }

    @Test
    void limitsTheNumberOfQueues() {
        assertThat(problems("queues: []"))
                .containsExactly(
                        "emfs.yaml:1: queues: has 0 queues, must have 1..16 (the paper's six are the default)");
        StringBuilder yaml = new StringBuilder("queues:\n");
        for (int i = 1; i <= 16; i++) {
            yaml.append("- {quantum: ").append(i).append("ms, policy: other}\n");
        }
        assertThat(problems(yaml.toString())).isEmpty();
        assertThat(problems(yaml + "- {quantum: 1h, policy: other}"))
                .containsExactly(
                        "emfs.yaml:1: queues: has 17 queues, must have 1..16 (the paper's six are the default)");
    }

    @Test
    void wantsFunctionsNamedOnceAndMatchable() {
        assertThat(problems("""
                                functions:
                                  - {name: f, match: {port: 1}}
                                  - {name: f, match: {port: 2}}
                                  - {name: "", match: {}}
                                  - {name: g}
                                  - {name: h, match: {env: {}}}
                                  - {name: i, match: {port: 65536, netns: blue, cgroup: "", command: "", env: {A: }}}
                                """))
                .containsExactly(
                        "emfs.yaml:3: functions[1].name = f: must be unique, but is also functions[0].name",
                        "emfs.yaml:4: functions[2].name = \"\": must not be empty",
                        "emfs.yaml:4: functions[2].match: must have at least one of port, netns, cgroup, env, command",
                        "emfs.yaml:5: functions[3].match: must have at least one of port, netns, cgroup, env, command",
                        "emfs.yaml:6: functions[4].match: must have at least one of port, netns, cgroup, env, command",
                        "emfs.yaml:7: functions[5].match.port = 65536: must be a whole number in 1..65535",
                        "emfs.yaml:7: functions[5].match.netns = blue: must be an absolute path such as /run/netns/blue",
                        "emfs.yaml:7: functions[5].match.cgroup = \"\": must not be empty",
                        "emfs.yaml:7: functions[5].match.env.A = \"\": must be a single value",
                        "emfs.yaml:7: functions[5].match.command = \"\": must not be empty");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "100", "-1", "NaN", "p95", "95d"})
    void wantsPercentilesBetweenZeroAndHundred(String percentile) {
        assertThat(problems("discovery: {slo: {percentile: " + percentile + ", latency: 1s}}"))
                .containsExactly("emfs.yaml:1: discovery.slo.percentile = " + percentile
                        + ": must be a percentile above 0 and below 100");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{port: 1}                  | {port: 1}",
                "{port: 1}                  | {port: 1, command: a}",
                "{port: 1, env: {A: x}}     | {port: 1, command: a}",
                "{port: 1, env: {A: x}}     | {port: 1, env: {B: y}}",
                "{port: 1}                  | {port: 1, netns: /n/a}",
                "{port: 1, netns: /n/a}     | {port: 1, netns: /n/a}",
                "{command: a}               | {command: a}",
                "{cgroup: a*}               | {cgroup: a*, port: 1}",
                "{env: {A: x, B: y}}        | {env: {A: x}}"
            })
    void rejectsOverlappingMatches(String one, String other) {
        assertThat(problems("functions:\n- {name: f, match: %s}\n- {name: g, match: %s}".formatted(one, other)))
                .containsExactly("emfs.yaml:3: functions[1].match: overlaps functions[0].match (f),"
                        + " must differ from it in port, netns, cgroup, env or command");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{port: 1}                  | {port: 2}",
                "{port: 1, env: {A: x}}     | {port: 1, env: {A: y}}",
                "{port: 1, command: a}      | {port: 1, command: b}",
                "{port: 1, cgroup: a}       | {port: 1, cgroup: b}",
                "{port: 1, netns: /n/a}     | {port: 1, netns: /n/b}",
                "{netns: /n/a}              | {port: 1}",
                "{port: 1, command: a}      | {port: 2, command: a}",
                "{env: {A: x}}              | {env: {A: y}}",
                "{env: {A: x}}              | {port: 1}"
            })
    void acceptsMatchesThatAreToldApart(String one, String other) {
        assertThat(problems("functions:\n- {name: f, match: %s}\n- {name: g, match: %s}".formatted(one, other)))
                .isEmpty();
    }

    @Test
    void findsEveryOverlapAmongThousands() {
        String many = IntStream.range(0, 10_000)
                .mapToObj(i -> "- {name: f%d, match: {port: %d}}%n".formatted(i, 10_000 + i))
                .collect(Collectors.joining());
        String overlap = ", must differ from it in port, netns, cgroup, env or command";
        assertThat(problems("functions:\n" + many + "- {name: g, match: {port: 10007, env: {A: x}}}\n"
                        + "- {name: h, match: {env: {A: x}}}"))
                .containsExactly(
                        "emfs.yaml:10002: functions[10000].match: overlaps functions[7].match (f7)" + overlap,
                        "emfs.yaml:10003: functions[10001].match: overlaps functions[10000].match (g)" + overlap);
    }
}

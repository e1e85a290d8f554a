package io.emfs.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class EmfsTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory;

    @Test
    void reportsEveryProblemOfAConfigurationAtOnceAndStartsNothing() throws IOException {
        Path config = Files.writeString(directory.resolve("emfs.yaml"), """
                functions:
                  - {name: a, match: {port: 8081}, slo: {percentile: 95, latency: 24}}
                  - {name: b, match: {port: 8081}}
                windows:
                  - {name: fast, size: 1s, slide: 300ms}
                htp: {port: 1}
                """);

        int exitCode = execute("run", "--config", config.toString(), "--set", "policy.cool-down=fast");

        assertThat(exitCode).isEqualTo(2);
        assertThat(err.toString())
                .contains(config + ":2: functions[0].slo.latency = 24")
                .contains(config + ":3: functions[1].match")
                .contains(config + ":5: windows[0].slide = 300ms")
                .contains(config + ":6: htp")
                .contains("--set policy.cool-down = fast")
                .contains("5 problems; nothing was started");
        assertThat(err.toString()).doesNotContain("\tat ");
    }

    @Test
    void saysSoIfTheConfigurationIsNotThere() {
        assertThat(execute("run", "--config", "/nowhere/emfs.yaml")).isEqualTo(2);
        assertThat(err.toString()).contains("/nowhere/emfs.yaml").contains("1 problem; nothing was started");
    }

    @Test
    void saysSoIfNoAgentAnswers() {
        assertThat(execute("status", "--url", "http://127.0.0.1:1")).isEqualTo(1);
        assertThat(err.toString()).contains("no agent answers at http://127.0.0.1:1/api/functions");
    }

    @Test
    void showsNothingIfNoAgentAnswers() {
        assertThat(execute("top", "--url", "http://127.0.0.1:1")).isEqualTo(1);
        assertThat(err.toString())
                .isEqualTo("emfs: no agent answers at http://127.0.0.1:1/api/functions; is it running (./emfs run),"
                        + " and on that port (--url)?\n");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void namesTheIntervalsThatTopAllows() {
        assertThat(execute("top", "--interval", "9s")).isEqualTo(2);
        assertThat(err.toString()).contains("--interval=9s, must be from 100ms to 8s");
        assertThat(execute("top", "--interval", "1")).isEqualTo(2);
        assertThat(err.toString()).contains("--interval: duration=1, must be like 24ms, 1s, 5m");
    }

    @Test
    void restoresNothingWhereNothingWasChanged() {
        assertThat(execute("restore", "--set", "state.dir=" + directory.resolve("state"), "--json"))
                .isZero();
        assertThat(out.toString()).contains("\"restored\" : 0").contains("\"failed\" : 0");
    }

    @Test
    void saysWhyARecordingCannotBeReplayed() throws IOException {
        Path text = Files.writeString(directory.resolve("notes.txt"), "not events\n");

        assertThat(execute("replay", text.toString())).isEqualTo(1);
        assertThat(execute("replay", "/nowhere/a.emfsrec")).isEqualTo(1);
        assertThat(execute("replay", text.toString(), "--speed", "0")).isEqualTo(2);
        assertThat(execute("record", text.toString(), "--duration", "1x")).isEqualTo(2);
        assertThat(err.toString())
                .contains(text + ", offset 0: expected an eMFS recording")
                .contains("/nowhere/a.emfsrec is not there")
                .contains("--speed = 0: must be max or a number above 0")
                .contains("--duration = 1x: must be like 500ms, 30s or 5m");
        assertThat(text).hasContent("not events\n");
    }

    @Test
    void submitsOnlyToAClusterThatIsNamedAndAnswers() {
        assertThat(execute("submit", "--set", "state.dir=" + directory)).isEqualTo(2);
        assertThat(execute("submit", "--cluster", "127.0.0.1:1", "--set", "htp.port=1"))
                .isEqualTo(2);
        assertThat(execute("submit", "--cluster", "127.0.0.1", "--set", "state.dir=" + directory))
                .isEqualTo(1);
        assertThat(execute("submit", "--cluster", "127.0.0.1:1", "--set", "state.dir=" + directory))
                .isEqualTo(1);
        assertThat(err.toString())
                .contains("--cluster HOST:PORT is missing")
                .contains("htp")
                .contains("--cluster = 127.0.0.1: must be HOST:PORT")
                .contains("cannot list the jobs at 127.0.0.1:1: ")
                .doesNotContain("\tat ");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void saysWhatStandaloneClusterThereIs() {
        String state = "state.dir=" + directory.resolve("state");
        assertThat(execute("cluster")).isEqualTo(2);
        assertThat(execute("cluster", "start", "--port", "65536", "--set", state))
                .isEqualTo(2);
        assertThat(execute("cluster", "start", "--zookeeper", "zk1", "--set", state))
                .isEqualTo(2);
        assertThat(execute("cluster", "status", "--set", state)).isEqualTo(1);
        assertThat(execute("cluster", "stop", "--set", state)).isEqualTo(1);
        assertThat(err.toString())
                .contains("start, stop, status or library?")
                .contains("--port = 65536: must be from 0 to 65535")
                .contains("--zookeeper = zk1: must be HOST:PORT")
                .contains("no cluster runs");
        assertThat(out.toString()).contains("no cluster runs");
        assertThat(directory.resolve("state")).doesNotExist();
    }

    @Test
    void asksForTheFleetOfAClusterThatAnswers() {
        String state = "state.dir=" + directory.resolve("state");
        assertThat(execute("fleet", "--set", state)).isEqualTo(1);
        assertThat(execute("fleet", "emfs", "--watch", "--cluster", "127.0.0.1:1", "--set", state))
                .isEqualTo(1);
        assertThat(execute("fleet", "one", "another", "--set", state)).isEqualTo(2);
        assertThat(err.toString())
                .contains("no agent runs with state.dir = " + directory.resolve("state"))
                .contains("cannot list the jobs at 127.0.0.1:1: ")
                .contains("Unmatched argument at index 2: 'another'")
                .doesNotContain("\tat ");
        assertThat(out.toString()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "run", "doctor", "status", "top", "restore", "record", "replay", "upgrade", "submit", "cluster", "fleet"
            })
    void explainsEachCommand(String command) {
        assertThat(execute(command, "--help")).isZero();
        assertThat(out.toString()).startsWith("Usage: emfs " + command + " [").contains("  -h, --help ");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void wantsACommand() {
        assertThat(execute()).isEqualTo(2);
        assertThat(err.toString()).contains("which command?");
    }

    private int execute(String... arguments) {
        CommandLine commandLine = Emfs.commandLine();
        commandLine.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return commandLine.execute(arguments);
    }
}

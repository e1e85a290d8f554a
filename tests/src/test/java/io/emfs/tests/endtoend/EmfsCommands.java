package io.emfs.tests.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.emfs.tests.agent.AgentProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Commands as a user gives them, each told of one configuration file. */
record EmfsCommands(Path config) {

    /** What it printed. */
    record Outcome(int exitCode, String output) {}

    /** What it prints on standard output. */
    String succeed(String... command) throws IOException, InterruptedException {
        Outcome outcome = run(false, command);
        assertThat(outcome.exitCode())
                .as(String.join(" ", command) + ": " + outcome.output())
                .isZero();
        return outcome.output();
    }

    /** With what it prints on both outputs. */
    Outcome run(String... command) throws IOException, InterruptedException {
        return run(true, command);
    }

    private Outcome run(boolean both, String... command) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(
                Objects.requireNonNull(System.getProperty(AgentProcess.LAUNCHER), "-D" + AgentProcess.LAUNCHER)));
        words.addAll(List.of(command));
        words.addAll(List.of("--config", config.toString()));
        ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(both);
        if (!both) {
            builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        }
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Outcome(process.waitFor(), output);
    }
}

package io.emfs.tests.remote;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Other programs. Stateless. */
final class Commands {
    private Commands() {}

    /** What it printed; throws {@link IOException} with that if it fails. */
    static String run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exitCode = process.waitFor();
        if (exitCode != 0) {
            throw new IOException(String.join(" ", command) + ": exit=" + exitCode + ": " + output);
        }
        return output;
    }

    static void run(String... command) throws IOException, InterruptedException {
        run(List.of(command));
    }
}

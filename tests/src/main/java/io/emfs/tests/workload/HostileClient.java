package io.emfs.tests.workload;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs {@code hostile} against two servers of this machine. {@link #run} blocks its thread until all its sockets are
 * closed, and throws {@link IOException} with its message if it refuses its options.
 *
 * @param port4 a server on 127.0.0.1
 * @param port6 a server on ::1
 * @param environment {@code NAME=VALUE} that makes a process an instance of a function
 * @param seed of what it does when
 */
public record HostileClient(int port4, int port6, String environment, long seed) {
    private static final int CORE = 0;

    /** What it did for {@code duration}: habit → attempts. */
    public Map<String, Long> run(Duration duration) throws IOException, InterruptedException {
        List<String> arguments = List.of(
                "--port4", Integer.toString(port4),
                "--port6", Integer.toString(port6),
                "--environment", environment,
                "--seed", Long.toString(seed),
                "--seconds", Long.toString(duration.toSeconds()));
        try (PinnedProcess process = PinnedProcess.start(NativePrograms.hostile(), CORE, Map.of(), arguments)) {
            int exitCode = process.exitCode();
            if (exitCode != 0) {
                throw new IOException("hostile exit=" + exitCode + ": " + process.errors());
            }
            Map<String, Long> attempts = new LinkedHashMap<>();
            process.output().lines().forEach(line -> {
                int blank = line.indexOf(' ');
                attempts.put(line.substring(0, blank), Long.parseLong(line.substring(blank + 1)));
            });
            return attempts;
        }
    }
}

package io.emfs.jobs.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The last words of a process. Stateless. */
final class LogTail {
    private static final int LINES = 10;

    private LogTail() {}

    /** Of its log; of what its JVM said if there is none. */
    static String of(ClusterDirectory directory, String name) {
        return Stream.of(name + ".log", name + ".out")
                .map(file -> directory.logs().resolve(file))
                .filter(file -> file.toFile().length() > 0)
                .findFirst()
                .map(LogTail::of)
                .orElse("it said nothing in " + directory.logs());
    }

    private static String of(Path file) {
        try {
            List<String> lines =
                    Files.readString(file, StandardCharsets.UTF_8).lines().toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LINES), lines.size())) + "\n(" + file
                    + ")";
        } catch (IOException e) {
            return file + " cannot be read: " + e.getMessage();
        }
    }
}

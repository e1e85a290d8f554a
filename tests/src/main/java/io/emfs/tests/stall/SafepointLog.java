package io.emfs.tests.stall;

import io.emfs.tests.workload.LatencyStatistics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What {@code -Xlog:safepoint} says of the time until all threads of a JVM stand still. */
final class SafepointLog {
    private static final Pattern REACHING = Pattern.compile("Reaching safepoint: (\\d+) ns");

    private SafepointLog() {}

    static String option(Path file) {
        return "-Xlog:safepoint:file=" + file;
    }

    static LatencyStatistics reaching(Path file) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return LatencyStatistics.ofNs(
                    lines.flatMap(line -> REACHING.matcher(line).results())
                            .map(MatchResult::group)
                            .mapToLong(text -> Long.parseLong(text.replaceAll("\\D", ""))));
        }
    }
}

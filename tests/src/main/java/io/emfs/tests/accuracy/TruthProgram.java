package io.emfs.tests.accuracy;

import io.emfs.tests.workload.NativePrograms;
import io.emfs.tests.workload.PinnedProcess;
import io.emfs.tests.workload.Rank;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Runs {@code truth}: a client, above all functions so that nothing comes between its clock readings and its system
 * calls, and a server on the last core. Throws {@link IOException} with the program's message if it fails.
 */
final class TruthProgram {
    private static final int CLIENT_CORE = 0;
    private static final String SUMMARY = "# requests=";

    private TruthProgram() {}

    /** Blocks until all requests are answered. */
    static List<TruthRecord> run(AccuracyCase traffic, int requests, int port)
            throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of(
                "--requests", Integer.toString(requests),
                "--port", Integer.toString(port),
                "--server-core", Integer.toString(Runtime.getRuntime().availableProcessors() - 1)));
        arguments.addAll(traffic.arguments());
        try (PinnedProcess process =
                PinnedProcess.start(Rank.ABOVE_FUNCTIONS, NativePrograms.truth(), CLIENT_CORE, Map.of(), arguments)) {
            List<String> lines = process.output().lines().toList();
            int exitCode = process.exitCode();
            if (exitCode != 0) {
                throw new IOException(
                        "truth, case " + traffic.title() + ", exit=" + exitCode + ": " + process.errors());
            }
            return parse(lines);
        }
    }

    /** Throws {@link IllegalArgumentException} on anything {@code truth} does not print, a cut-off report included. */
    static List<TruthRecord> parse(List<String> lines) {
        List<TruthRecord> records = lines.stream()
                .filter(line -> !line.startsWith("#"))
                .map(TruthRecord::parse)
                .toList();
        String last = lines.isEmpty() ? "" : lines.get(lines.size() - 1);
        if (!last.equals(SUMMARY + records.size())) {
            throw new IllegalArgumentException(
                    "truth's report is cut off: lines=" + records.size() + ", last \"" + last + "\"");
        }
        return records;
    }
}

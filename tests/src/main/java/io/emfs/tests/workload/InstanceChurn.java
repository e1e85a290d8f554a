package io.emfs.tests.workload;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Runs {@code churn}, which starts short-lived instances of a function on all cores in turn. {@link #run} blocks its
 * thread until the last has ended, and throws {@link IOException} with churn's message if it refuses its options.
 *
 * @param function told to the instances in {@code FUNCTION_TARGET}
 * @param perSecond instances started a second
 * @param lifetime of an instance
 */
public record InstanceChurn(String function, int perSecond, Duration lifetime) {
    private static final int CORE = 0;

    public void run(Duration duration) throws IOException, InterruptedException {
        List<String> arguments = List.of(
                "--environment", "FUNCTION_TARGET=" + function,
                "--rate", Integer.toString(perSecond),
                "--seconds", Long.toString(duration.toSeconds()),
                "--lifetime-ms", Long.toString(lifetime.toMillis()));
        try (PinnedProcess process =
                PinnedProcess.start(Rank.ABOVE_FUNCTIONS, NativePrograms.churn(), CORE, Map.of(), arguments)) {
            int exitCode = process.exitCode();
            if (exitCode != 0) {
                throw new IOException("churn exit=" + exitCode + ": " + process.errors());
            }
        }
    }
}

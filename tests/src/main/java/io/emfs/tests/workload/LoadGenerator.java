package io.emfs.tests.workload;

import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Runs {@code loadgen}, the open-loop client, on a core of its own. {@link #run} blocks its thread until the last
 * answer or the end of the drain, and throws {@link IOException} with loadgen's message if it refuses its options.
 */
public final class LoadGenerator {
    /** What start and report may take beyond the run itself. */
    private static final Duration GRACE = Duration.ofSeconds(30);

    private final int core;
    private final Rank rank;

    /** A client on a core that no function uses. */
    public LoadGenerator(int core) {
        this(core, Rank.NORMAL);
    }

    private LoadGenerator(int core, Rank rank) {
        this.core = core;
        this.rank = rank;
    }

    /** A client on a core that functions fill: real-time, above them, or its arrivals would wait for them. */
    public static LoadGenerator besideFunctions(int core) {
        return new LoadGenerator(core, Rank.ABOVE_FUNCTIONS);
    }

    /** A client whose requests and time stamps wait for nobody, not for the agent that shares its core either. */
    public static LoadGenerator onTime(int core) {
        return new LoadGenerator(core, Rank.ABOVE_ALL);
    }

    public LoadResult run(LoadOptions options) throws IOException, InterruptedException {
        try (PinnedProcess process =
                PinnedProcess.start(rank, NativePrograms.loadgen(), core, Map.of(), options.arguments())) {
            CompletableFuture<Void> limit = CompletableFuture.runAsync(process::close, after(options.limit()));
            List<String> lines;
            try (BufferedReader output = process.output()) {
                lines = output.lines().toList();
            } finally {
                limit.cancel(false);
            }
            int exitCode = process.exitCode();
            if (exitCode != 0) {
                throw new IOException("loadgen exit=" + exitCode + ": " + process.errors());
            }
            return LoadResult.parse(lines);
        }
    }

    private static Executor after(Duration limit) {
        return CompletableFuture.delayedExecutor(limit.plus(GRACE).toMillis(), TimeUnit.MILLISECONDS);
    }
}

package io.emfs.tests.cli;

import io.emfs.config.Durations;
import io.emfs.jobs.cli.Json;
import io.emfs.tests.stream.StreamPlan;
import io.emfs.tests.stream.StreamReport;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code emfs bench stream}: no kernel takes part, and it needs no privilege. */
@Command(
        mixinStandardHelpOptions = true,
        name = "stream",
        description = "How many events a core takes through the Flink job, with all state in RocksDB.")
final class StreamCommand implements Callable<Integer> {
    private static final int NODES_OF_A_FLEET = 50;

    @Option(names = "--functions", description = "Default: ${DEFAULT-VALUE}.", defaultValue = "1000")
    private int functions;

    @Option(
            names = "--nodes",
            description =
                    "That they are on, a multiple of each of --slots; default: 1, and 50 with more than one slot.")
    private @Nullable Integer nodes;

    @Option(
            names = "--slots",
            split = ",",
            description = "How many tasks the job has, each on a core of its own; several for a comparison:"
                    + " default: ${DEFAULT-VALUE}.",
            defaultValue = "1")
    private List<Integer> slots = List.of();

    @Option(names = "--rounds", description = "Of all --slots in turn; default: ${DEFAULT-VALUE}.", defaultValue = "1")
    private int rounds;

    @Option(
            names = "--rate",
            description = "Requests per second of event time, for each function; default: ${DEFAULT-VALUE}.",
            defaultValue = "100")
    private int perSecond;

    @Option(
            names = "--digest-requests",
            description = "Requests in each digest; default: ${DEFAULT-VALUE}.",
            defaultValue = "100")
    private int digestRequests;

    @Option(
            names = "--flush-ms",
            description = "Event time between two digests of a function; default: ${DEFAULT-VALUE}.",
            defaultValue = "100")
    private int flushMs;

    @Option(
            names = "--core",
            description = "To measure on, the last of several; default: ${DEFAULT-VALUE}.",
            defaultValue = "1")
    private int core;

    @Option(names = "--seed", description = "Of the requests; default: ${DEFAULT-VALUE}.", defaultValue = "1")
    private long seed;

    @Option(names = "--warm-up", description = "CPU time; default: ${DEFAULT-VALUE}.", defaultValue = "15s")
    private String warmUp = "";

    @Option(
            names = "--duration",
            description = "CPU time for requests and for digests, each; default: ${DEFAULT-VALUE}.",
            defaultValue = "20s")
    private String duration = "";

    @Mixin
    private BenchOptions options = new BenchOptions();

    @Override
    public Integer call() throws Exception {
        StreamPlan plan =
                new StreamPlan(functions, onNodes(), perSecond, digestRequests, flushMs, slots, rounds, core, seed);
        StreamReport report =
                StreamReport.measure(plan, Durations.parse(warmUp), Durations.parse(duration), options.overrides());
        options.report(report.text(), Json.of(report.json()));
        return 0;
    }

    private int onNodes() {
        if (nodes != null) {
            return nodes;
        }
        return slots.equals(List.of(1)) ? 1 : NODES_OF_A_FLEET;
    }
}

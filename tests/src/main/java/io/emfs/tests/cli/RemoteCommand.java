package io.emfs.tests.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.emfs.config.Durations;
import io.emfs.jobs.cli.Json;
import io.emfs.tests.remote.RemoteLoop;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code emfs bench remote}: {@code bench loop} in several network namespaces, with one job on a cluster that decides. */
@Command(
        mixinStandardHelpOptions = true,
        name = "remote",
        description = "How long a decision takes when a job on a cluster makes it, for agents in network namespaces.")
final class RemoteCommand implements Callable<Integer> {
    @Option(names = "--agents", description = "Default: ${DEFAULT-VALUE}.", defaultValue = "4")
    private int agents;

    @Option(
            names = "--load",
            description = "Offered utilisation of each core, by all agents' functions; default: ${DEFAULT-VALUE}.",
            defaultValue = "0.4")
    private double load;

    @Option(names = "--duration", description = "Default: ${DEFAULT-VALUE}.", defaultValue = "30s")
    private String duration = "";

    @Option(
            names = "--partition",
            description = "Cuts the first agent off for so long, behind 30 s; default: not at all.",
            defaultValue = "")
    private String partition = "";

    @Mixin
    private ReportOption result = new ReportOption();

    @Override
    public Integer call() throws Exception {
        List<JsonNode> loops = new RemoteLoop(
                        agents,
                        load,
                        Durations.parse(duration),
                        partition.isEmpty() ? Duration.ZERO : Durations.parse(partition))
                .run();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < loops.size(); i++) {
            JsonNode loop = loops.get(i);
            text.append(String.format(
                    Locale.ROOT,
                    "agent %d: kernel event → sched_setscheduler returned, %d decisions: p50 ≤ %.0f µs, p99 ≤ %.0f µs, p99.9 ≤ %.0f µs%n",
                    i + 1,
                    loop.path("n").asLong(),
                    loop.path("p50_us").asDouble(),
                    loop.path("p99_us").asDouble(),
                    loop.path("p999_us").asDouble()));
        }
        result.report(text.toString(), Json.of(Map.of("load", load, "agents", loops)));
        return 0;
    }
}

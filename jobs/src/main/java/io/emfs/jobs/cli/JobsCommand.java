package io.emfs.jobs.cli;

import io.emfs.jobs.ClusterClient;
import io.emfs.jobs.ClusterJob;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code emfs jobs}: the jobs of a Flink cluster. */
@Command(
        name = "jobs",
        mixinStandardHelpOptions = true,
        description = "Lists the jobs of a Flink cluster, by default of the one inside the agent.")
final class JobsCommand implements Callable<Integer> {
    private static final int LEFT_COLUMNS = 4;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    @Option(names = "--json", description = "Prints JSON.")
    private boolean json;

    @Override
    public Integer call() {
        try (ClusterClient client =
                cluster.client(options.load().config().state().dir())) {
            List<ClusterJob> jobs = client.jobs();
            spec.commandLine().getOut().print(json ? Json.of(Map.of("jobs", jobs)) + "\n" : table(jobs));
            spec.commandLine().getOut().flush();
            return 0;
        }
    }

    private static String table(List<ClusterJob> jobs) {
        TextTable table = new TextTable(LEFT_COLUMNS, List.of("JOB", "NAME", "STATE", "STARTED"));
        jobs.forEach(job -> table.add(List.of(
                job.id(),
                job.name(),
                job.state(),
                Instant.ofEpochMilli(job.startedMs()).toString())));
        return jobs.isEmpty() ? "no job\n" : table.render();
    }
}

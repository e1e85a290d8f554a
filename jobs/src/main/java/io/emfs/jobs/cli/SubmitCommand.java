package io.emfs.jobs.cli;

import io.emfs.config.LoadedConfig;
import io.emfs.jobs.ClusterClient;
import io.emfs.jobs.ClusterJob;
import io.emfs.jobs.Submission;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code emfs submit}: the job on a Flink cluster that is not an agent's. */
@Command(
        name = "submit",
        mixinStandardHelpOptions = true,
        description = {
            "Puts the job on a running Flink 2.3 cluster, and returns when it runs there.",
            "Its TaskManagers listen for agents (emfs agent) as agent.link says; without TLS or insecure: true, they do not."
        })
final class SubmitCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    @Option(
            names = "--from-savepoint",
            paramLabel = "PATH",
            description = "Starts from where a savepoint or retained checkpoint stands, which is left as it is.")
    private @Nullable String savepoint;

    @Option(names = "--json", description = "Prints JSON.")
    private boolean json;

    @Override
    public Integer call() {
        if (!cluster.given()) {
            throw new ParameterException(spec.commandLine(), "--cluster HOST:PORT is missing: where to?");
        }
        LoadedConfig loaded = options.load();
        try (ClusterClient client = cluster.client(loaded.config().state().dir())) {
            ClusterJob job =
                    Submission.submit(client, loaded, savepoint == null ? null : SavepointCommand.uri(savepoint));
            spec.commandLine().getOut().println(json ? Json.of(Map.of("job", job)) : job.id());
            return 0;
        }
    }
}

package io.emfs.jobs.cli;

import io.emfs.jobs.ClusterClient;
import io.emfs.jobs.ClusterJob;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code emfs savepoint}: writes a job's state, from which another can start. */
@Command(
        name = "savepoint",
        mixinStandardHelpOptions = true,
        description = "Writes a savepoint of a job, which goes on meanwhile.")
final class SavepointCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    @Parameters(index = "0", paramLabel = "JOB", description = "Name, id, or the beginning of an id.")
    private String job = "";

    @Parameters(index = "1", paramLabel = "DIR", description = "A directory or URI that the cluster can write to.")
    private String directory = "";

    @Option(names = "--json", description = "Prints JSON.")
    private boolean json;

    @Override
    public Integer call() {
        try (ClusterClient client =
                cluster.client(options.load().config().state().dir())) {
            ClusterJob found = client.job(job);
            String path = client.savepoint(found, uri(directory));
            spec.commandLine().getOut().println(json ? Json.of(Map.of("job", found, "savepoint", path)) : path);
            return 0;
        }
    }

    /** A path is one of this machine, whatever directory the cluster runs in. */
    static String uri(String directory) {
        return directory.contains(":/")
                ? URI.create(directory).toString()
                : Path.of(directory).toAbsolutePath().toUri().toString();
    }
}

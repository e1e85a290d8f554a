package io.emfs.jobs.cli;

import io.emfs.config.LoadedConfig;
import io.emfs.jobs.ClusterClient;
import io.emfs.jobs.Upgrade;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code emfs upgrade}: a job of this version, or of another configuration, from where the present one stands. */
@Command(
        name = "upgrade",
        mixinStandardHelpOptions = true,
        description = "Replaces a job from its savepoint, and starts the former one again if the new one does not run.")
final class UpgradeCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    @Parameters(index = "0", paramLabel = "JOB", description = "Name, id, or the beginning of an id.")
    private String job = "";

    @Option(
            names = "--savepoint-dir",
            paramLabel = "DIR",
            description = "Where the savepoint goes; default: savepoints in state.dir, or the cluster's own.")
    private @Nullable String savepoints;

    @Option(names = "--json", description = "Prints JSON.")
    private boolean json;

    @Override
    public Integer call() {
        LoadedConfig loaded = options.load();
        @Nullable LoadedConfig wanted = options.given() ? loaded : null;
        try (ClusterClient client = cluster.client(loaded.config().state().dir())) {
            Upgrade.Result result =
                    new Upgrade(client, savepoints == null ? null : SavepointCommand.uri(savepoints)).run(job, wanted);
            spec.commandLine().getOut().print(json ? Json.of(result) + "\n" : text(result));
            spec.commandLine().getOut().flush();
            return result.rolledBack() ? Failures.FAILED : 0;
        }
    }

    private static String text(Upgrade.Result result) {
        StringBuilder text = new StringBuilder();
        if (result.rolledBack()) {
            text.append("not upgraded: ").append(result.failure()).append("\nthe former job runs again\n");
        }
        result.changes()
                .forEach(change -> text.append("changed: ").append(change).append('\n'));
        text.append("job        ").append(result.job().id()).append('\n');
        text.append("savepoint  ").append(result.savepoint()).append('\n');
        text.append(String.format(
                Locale.ROOT,
                "gap        %.0f ms, of which the savepoint took %.0f%n",
                result.gapMs(),
                result.stopMs()));
        return text.toString();
    }
}

package io.emfs.jobs.cli;

import io.emfs.config.EmfsConfig;
import io.emfs.jobs.Restoration;
import io.emfs.pipeline.executor.RestoreReport;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code emfs restore}: what a killed agent left changed. Exits with 1 if something could not be put back. */
@Command(
        name = "restore",
        mixinStandardHelpOptions = true,
        description = "Gives every thread and kernel setting that a dead agent left changed its original value.")
final class RestoreCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Option(names = "--json", description = "Prints JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        EmfsConfig config = options.load().config();
        RestoreReport report = Restoration.of(config);
        spec.commandLine().getOut().println(json ? Json.of(report) : text(report));
        return report.complete() ? 0 : Failures.FAILED;
    }

    private static String text(RestoreReport report) {
        return "threads restored: " + report.restored() + ", ended meanwhile: " + report.gone()
                + ", changed by others: "
                + report.foreign() + ", kernel settings restored: " + report.sysctls() + ", failed: "
                + report.failed();
    }
}

package io.emfs.jobs.cli;

import java.util.ServiceLoader;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The entry point. Exit codes: 0 done, 1 failed, 2 the configuration or the command line is wrong. */
@Command(
        name = "emfs",
        mixinStandardHelpOptions = true,
        version = "eMFS 0.1.0",
        description = "Keeps short, latency-critical functions from waiting behind long ones.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            RunCommand.class,
            AgentCommand.class,
            DoctorCommand.class,
            StatusCommand.class,
            TopCommand.class,
            RestoreCommand.class,
            RecordCommand.class,
            ReplayCommand.class,
            JobsCommand.class,
            FleetCommand.class,
            SavepointCommand.class,
            UpgradeCommand.class,
            SubmitCommand.class,
            ClusterCommand.class
        })
public final class Emfs implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new Emfs());
        ServiceLoader.load(CommandProvider.class)
                .forEach(provider -> provider.commands().forEach(commandLine::addSubcommand));
        return commandLine.setExecutionExceptionHandler(new Failures()).setCaseInsensitiveEnumValuesAllowed(true);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which command?");
    }
}

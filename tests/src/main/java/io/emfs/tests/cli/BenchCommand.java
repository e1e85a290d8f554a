package io.emfs.tests.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code emfs bench NAME}: each benchmark is a subcommand. */
@Command(
        mixinStandardHelpOptions = true,
        name = "bench",
        description = "Measures eMFS against its rivals, side by side.",
        subcommands = {
            InterferenceCommand.class,
            LoopCommand.class,
            RemoteCommand.class,
            CountCommand.class,
            RingCommand.class,
            HostileCommand.class,
            FuzzCommand.class,
            ScaleCommand.class,
            AccuracyCommand.class,
            OverheadCommand.class,
            QuantumCommand.class,
            StallCommand.class,
            FaasCommand.class,
            RecordingCommand.class,
            ChaosCommand.class,
            StreamCommand.class,
            LearnCommand.class
        })
final class BenchCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which benchmark?");
    }
}

package io.emfs.jobs.cli;

import io.emfs.config.EmfsConfig;
import io.emfs.jobs.Replay;
import io.emfs.jobs.replay.Pace;
import io.emfs.jobs.replay.ReplayResult;
import io.emfs.state.recording.RecordingReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code emfs replay}: the scheduling job on a recording; needs no privileges. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = "Has the scheduling job decide on a recording, and shows its decisions; needs no privileges."
                + " Without --config it decides by the configuration in the recording.")
final class ReplayCommand implements Callable<Integer> {
    private static final String FASTEST = "max";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Parameters(paramLabel = "FILE", description = "What emfs record wrote.")
    private Path file = Path.of("");

    @Option(
            names = "--speed",
            description = "max, or how many times the recording's: 1, 10; default: ${DEFAULT-VALUE}.",
            defaultValue = FASTEST)
    private String speed = FASTEST;

    @Option(names = "--json", description = "Prints JSON, at the end.")
    private boolean json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        double factor = factor();
        PrintWriter out = spec.commandLine().getOut();
        ReplayPrinter printer = new ReplayPrinter(out);
        try (RecordingReader recording = RecordingReader.open(file)) {
            EmfsConfig config = options.loadElse(
                            file + " (configuration)", recording.header().config())
                    .config();
            ReplayResult result = new Replay(config, factor, change -> {
                        if (!json) {
                            printer.print(change);
                        }
                    })
                    .run(recording);
            if (json) {
                out.println(Json.of(result));
            } else {
                printer.print(result);
            }
            out.flush();
        } catch (NoSuchFileException e) {
            throw new IOException(file + " is not there", e);
        }
        return 0;
    }

    private double factor() {
        try {
            double factor = speed.equals(FASTEST) ? Pace.FASTEST : Double.parseDouble(speed);
            if (speed.equals(FASTEST) || (factor > 0 && factor < Double.POSITIVE_INFINITY)) {
                return factor;
            }
        } catch (NumberFormatException e) {
            // told below, like a number that is out of range
        }
        throw new ParameterException(spec.commandLine(), "--speed = " + speed + ": must be max or a number above 0");
    }
}

package io.emfs.tests.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** What every benchmark takes: overrides of the agent's configuration, and where its result goes. */
final class BenchOptions {
    private static final String STANDARD_OUTPUT = "-";

    @Spec(Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Overrides a key of the agent's configuration.")
    private List<String> overrides = new ArrayList<>();

    @Option(names = "--json", paramLabel = "FILE", description = "Writes the result there too; - for standard output.")
    private @Nullable String json;

    List<String> overrides() {
        return overrides;
    }

    /** Prints {@code text}, and writes {@code jsonText} where it was asked for. */
    void report(String text, String jsonText) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        out.print(STANDARD_OUTPUT.equals(json) ? jsonText + "\n" : text);
        out.flush();
        if (json != null && !STANDARD_OUTPUT.equals(json)) {
            Files.writeString(Path.of(json), jsonText + "\n");
        }
    }
}

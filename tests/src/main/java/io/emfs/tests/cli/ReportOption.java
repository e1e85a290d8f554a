package io.emfs.tests.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Where a benchmark's result goes. */
final class ReportOption {
    private static final String STANDARD_OUTPUT = "-";

    @Spec(Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--json", paramLabel = "FILE", description = "Writes the result there too; - for standard output.")
    private @Nullable String json;

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

package io.emfs.tests.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What every benchmark takes: overrides of the agent's configuration, and where its result goes. */
final class BenchOptions {
    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Overrides a key of the agent's configuration.")
    private List<String> overrides = new ArrayList<>();

    @Mixin
    private ReportOption result = new ReportOption();

    List<String> overrides() {
        return overrides;
    }

    /** Prints {@code text}, and writes {@code jsonText} where it was asked for. */
    void report(String text, String jsonText) throws IOException {
        result.report(text, jsonText);
    }
}

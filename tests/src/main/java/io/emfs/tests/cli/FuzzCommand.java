package io.emfs.tests.cli;

import io.emfs.jobs.cli.Json;
import io.emfs.tests.fuzz.Fuzz;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code emfs bench fuzz}: fails if an agent or the endpoint that it is linked to loses its way, or tells of its inside. */
@Command(
        mixinStandardHelpOptions = true,
        name = "fuzz",
        description = "Malformed HTTP and frames at a live agent and at the job's endpoint that it is linked to.")
final class FuzzCommand implements Callable<Integer> {
    @Option(names = "--seconds", description = "Default: ${DEFAULT-VALUE}.", defaultValue = "60")
    private int seconds;

    @Option(
            names = "--silent",
            description = "Connections at once that say nothing, to each of the two; default: ${DEFAULT-VALUE}.",
            defaultValue = "10000")
    private int silent;

    @Option(names = "--seed", description = "Of what is said; default: ${DEFAULT-VALUE}.", defaultValue = "1")
    private long seed;

    @Mixin
    private ReportOption result = new ReportOption();

    @Override
    public Integer call() throws Exception {
        Fuzz.Report report = new Fuzz(Duration.ofSeconds(seconds), silent, seed).report();
        result.report(report.text(), Json.of(report.json()));
        return report.bad() ? 1 : 0;
    }
}

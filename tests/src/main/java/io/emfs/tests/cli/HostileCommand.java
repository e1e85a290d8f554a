package io.emfs.tests.cli;

import io.emfs.config.Durations;
import io.emfs.jobs.cli.Json;
import io.emfs.tests.hostile.HostileReport;
import io.emfs.tests.hostile.HostileTraffic;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code emfs bench hostile}: fails if the monitor lost its way. */
@Command(
        mixinStandardHelpOptions = true,
        name = "hostile",
        description =
                "Garbage, resets, stalls, SYN floods, reused ports and process ids on loopback: the monitor must stay exact.")
final class HostileCommand implements Callable<Integer> {
    @Option(names = "--duration", description = "Default: ${DEFAULT-VALUE}.", defaultValue = "120s")
    private String duration = "";

    @Option(names = "--seed", description = "Of what is done when; default: ${DEFAULT-VALUE}.", defaultValue = "1")
    private long seed;

    @Mixin
    private ReportOption result = new ReportOption();

    @Override
    public Integer call() throws Exception {
        HostileReport report = new HostileReport(new HostileTraffic(Durations.parse(duration), seed).run());
        result.report(report.text(), Json.of(report.json()));
        return report.outcome().complaints().isEmpty() ? 0 : 1;
    }
}

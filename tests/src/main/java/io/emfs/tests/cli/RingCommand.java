package io.emfs.tests.cli;

import io.emfs.config.Durations;
import io.emfs.config.MonitorConfig;
import io.emfs.jobs.cli.Json;
import io.emfs.tests.ring.RecordCost;
import io.emfs.tests.ring.RingAccount;
import io.emfs.tests.ring.RingReport;
import io.emfs.tests.ring.StalledReader;
import io.emfs.tests.ring.SteadyRate;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code emfs bench ring}: fails if a record was neither read nor counted as dropped. */
@Command(
        mixinStandardHelpOptions = true,
        name = "ring",
        description =
                "What a record of the ring buffer costs, against libbpf's callback through JNA, and whether any is lost.")
final class RingCommand implements Callable<Integer> {
    private static final int SMALL_RING_BYTES = 64 << 10;
    private static final int STALLED_ROUNDS = 2000;

    @Option(names = "--forks", description = "JVMs for each reader; default: ${DEFAULT-VALUE}.", defaultValue = "3")
    private int forks;

    @Option(
            names = "--iterations",
            description = "Of 1 s, after as many to warm up; default: ${DEFAULT-VALUE}.",
            defaultValue = "5")
    private int iterations;

    @Option(names = "--rate", description = "Records a second; default: ${DEFAULT-VALUE}.", defaultValue = "1000000")
    private long perSecond;

    @Option(names = "--duration", description = "At that rate; default: ${DEFAULT-VALUE}.", defaultValue = "10s")
    private String duration = "";

    @Mixin
    private ReportOption result = new ReportOption();

    @Override
    public Integer call() throws Exception {
        RingAccount stalled = new StalledReader(SMALL_RING_BYTES, STALLED_ROUNDS, 1).run();
        SteadyRate.Outcome steady =
                new SteadyRate(MonitorConfig.DEFAULT.ringBytes(), perSecond, Durations.parse(duration)).run();
        RingReport report = new RingReport(RecordCost.measure(forks, iterations), steady, stalled);
        result.report(report.text(), Json.of(report.json()));
        return report.exact() ? 0 : 1;
    }
}

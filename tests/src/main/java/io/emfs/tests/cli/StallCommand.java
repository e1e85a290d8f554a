package io.emfs.tests.cli;

import io.emfs.tests.stall.Stall;
import io.emfs.tests.stall.StallReport;
import io.emfs.tests.workload.ThisJvm;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code emfs bench stall}: what a demoted thread of a JVM costs the function's other requests. */
@Command(
        mixinStandardHelpOptions = true,
        name = "stall",
        description = "What it costs the short requests of a JVM when threads with long ones drop below a neighbour.")
final class StallCommand implements Callable<Integer> {
    private static final int OTHER_CORE = 0;
    private static final double NS_PER_S = 1e9;

    @Option(names = "--seconds", description = "Of each phase; default: ${DEFAULT-VALUE}.", defaultValue = "25")
    private double seconds;

    @Option(
            names = "--rounds",
            description = "How often quanta and none alternate; default: ${DEFAULT-VALUE}.",
            defaultValue = "3")
    private int rounds;

    @Option(names = "--seed", description = "Of the arrivals; default: ${DEFAULT-VALUE}.", defaultValue = "1")
    private long seed;

    @Mixin
    private BenchOptions bench = new BenchOptions();

    @Override
    public Integer call() throws Exception {
        int core = Runtime.getRuntime().availableProcessors() - 1; // before there is but one
        ThisJvm.pin(OTHER_CORE);
        StallReport report;
        try (TerminalProgress progress = new TerminalProgress()) {
            Duration phase = Duration.ofNanos(Math.round(seconds * NS_PER_S));
            report = new StallReport(new Stall(core, phase, rounds, seed, bench.overrides(), progress).run());
        }
        bench.report(report.table(), report.json());
        return 0;
    }
}

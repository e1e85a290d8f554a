package io.emfs.tests.cli;

import io.emfs.jobs.cli.Json;
import io.emfs.tests.agent.AgentProcess;
import io.emfs.tests.chaos.Chaos;
import io.emfs.tests.chaos.ChaosPlan;
import io.emfs.tests.chaos.ChaosReport;
import io.emfs.tests.workload.ThisJvm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code emfs bench chaos}: fails if eMFS left a thread changed, or touched one that is none of its business. */
@Command(
        mixinStandardHelpOptions = true,
        name = "chaos",
        description =
                "Functions crash, stop and change cgroups, their threads come and go, the agent is killed again and again: nothing may be left changed, and no other thread touched.",
        footer = {
            "",
            "threads_left_changed = 0, wrong_threads_touched = 0;",
            "late_restores: threads still changed 1 s after a kill of the agent."
        })
final class ChaosCommand implements Callable<Integer> {
    /** Where nothing real-time runs. */
    private static final int WATCH_CORE = 0;

    @Option(
            names = "--seconds",
            description =
                    "Until the agent is killed for the last time; it is killed every 20 s, and half way at the latest. Default: ${DEFAULT-VALUE}.",
            defaultValue = "60")
    private int seconds;

    @Option(
            names = "--threads",
            description = "That come and go each second; default: ${DEFAULT-VALUE}.",
            defaultValue = "1000")
    private int threadsPerSecond;

    @Option(names = "--seed", description = "Of what is done when; default: ${DEFAULT-VALUE}.", defaultValue = "1")
    private long seed;

    @Option(
            names = "--strangers",
            split = ",",
            paramLabel = "SCHEDULE",
            description =
                    "Real-time threads that somebody else has in a function's process; default: ${DEFAULT-VALUE}, the one between eMFS's queues, the other within one.",
            defaultValue = "fifo:50,rr:75")
    private List<String> strangers = new ArrayList<>();

    @Mixin
    private BenchOptions bench = new BenchOptions();

    @Override
    public Integer call() throws Exception {
        int functionCore = Runtime.getRuntime().availableProcessors() - 1; // of those that this JVM may use up to now
        ThisJvm.pin(WATCH_CORE);
        ChaosPlan plan = new ChaosPlan(
                Duration.ofSeconds(seconds),
                threadsPerSecond,
                seed,
                functionCore,
                strangers,
                AgentProcess.DEFAULT_PORT,
                bench.overrides());
        ChaosReport report;
        try (TerminalProgress progress = new TerminalProgress()) {
            report = new ChaosReport(new Chaos(plan, progress).run());
        }
        bench.report(report.text(), Json.of(report.json()));
        return report.outcome().complaints().isEmpty() ? 0 : 1;
    }
}

package io.emfs.tests.cli;

import io.emfs.config.Durations;
import io.emfs.jobs.cli.Json;
import io.emfs.tests.agent.AgentProcess;
import io.emfs.tests.loop.LatencyHistogram;
import io.emfs.tests.loop.LoopLoad;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code emfs bench loop}: kernel event → sched_setscheduler returned, through the Flink job. */
@Command(
        mixinStandardHelpOptions = true,
        name = "loop",
        description = "How long a decision takes, from kernel event to system call, with all cores full of functions.")
final class LoopCommand implements Callable<Integer> {
    private static final double SATURATED = 1.0;

    @Option(
            names = "--load",
            description = "Offered utilisation of each core; default: ${DEFAULT-VALUE}.",
            defaultValue = "1.0")
    private double load;

    @Option(names = "--duration", description = "Default: ${DEFAULT-VALUE}.", defaultValue = "60s")
    private String duration = "";

    @Option(
            names = "--warm-up",
            description = "Load before decisions count; default: ${DEFAULT-VALUE}.",
            defaultValue = "3s")
    private String warmUp = "";

    @Option(
            names = "--starts",
            description = "Function instances started a second; default: ${DEFAULT-VALUE}.",
            defaultValue = "2")
    private int starts;

    @Option(names = "--seed", description = "Of the arrivals; default: ${DEFAULT-VALUE}.", defaultValue = "1")
    private long seed;

    @Option(
            names = "--linked",
            description = "A job on a cluster decides; --set agent.job=… --set agent.link=… say how to reach it.")
    private boolean linked;

    @Option(
            names = "--suffix",
            description = "Of the functions' names, to tell them from another run's on this machine.",
            defaultValue = "")
    private String suffix = "";

    @Mixin
    private BenchOptions options = new BenchOptions();

    @Override
    public Integer call() throws Exception {
        String yaml = LoopLoad.yaml(suffix);
        try (AgentProcess agent = linked
                ? AgentProcess.linked(yaml, AgentProcess.DEFAULT_PORT, options.overrides())
                : AgentProcess.of(yaml, AgentProcess.DEFAULT_PORT, options.overrides())) {
            agent.start();
            report(new LoopLoad(load, Durations.parse(warmUp), Durations.parse(duration), seed, starts, suffix)
                    .measure(agent));
        }
        return 0;
    }

    private void report(LatencyHistogram loop) throws Exception {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("p50_us", loop.quantileUs(0.5));
        result.put("p99_us", loop.quantileUs(0.99));
        result.put("p999_us", loop.quantileUs(0.999));
        result.put("n", loop.count());
        result.put("load", load);
        result.put("saturated", load >= SATURATED);
        result.put("linked", linked);
        options.report(
                String.format(
                        Locale.ROOT,
                        "kernel event → sched_setscheduler returned, %d decisions, load %.0f %%: p50 ≤ %.0f µs, p99 ≤ %.0f µs, p99.9 ≤ %.0f µs%n",
                        loop.count(),
                        load * 100,
                        loop.quantileUs(0.5),
                        loop.quantileUs(0.99),
                        loop.quantileUs(0.999)),
                Json.of(result));
    }
}

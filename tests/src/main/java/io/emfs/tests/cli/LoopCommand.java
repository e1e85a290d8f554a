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
            names = "--starts",
            description = "Function instances started a second; default: ${DEFAULT-VALUE}.",
            defaultValue = "2")
    private int starts;

    @Option(names = "--seed", description = "Of the arrivals; default: ${DEFAULT-VALUE}.", defaultValue = "1")
    private long seed;

    @Mixin
    private BenchOptions options = new BenchOptions();

    @Override
    public Integer call() throws Exception {
        try (AgentProcess agent = AgentProcess.of(LoopLoad.yaml(), AgentProcess.DEFAULT_PORT, options.overrides())) {
            agent.start();
            report(new LoopLoad(load, Durations.parse(duration), seed, starts).measure(agent));
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

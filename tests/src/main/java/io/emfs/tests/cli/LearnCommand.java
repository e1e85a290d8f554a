package io.emfs.tests.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.emfs.tests.learning.HotPathCost;
import io.emfs.tests.learning.LearnBenchmark;
import io.emfs.tests.learning.LearnTable;
import io.emfs.tests.learning.LearnedMethods;
import io.emfs.tests.learning.simulation.SimulationConfig;
import io.emfs.tests.learning.simulation.SimulationConfigReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.runner.RunnerException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code emfs bench learn}: no kernel takes part, and it needs no privilege. */
@Command(
        mixinStandardHelpOptions = true,
        name = "learn",
        description = "How well latency in each queue is forecast, of simulated functions nobody has seen before.")
final class LearnCommand implements Callable<Integer> {
    @Option(names = "--config", paramLabel = "FILE", description = "Replaces any of the simulation's parameters.")
    private @Nullable Path config;

    @Option(
            names = "--seeds",
            split = ",",
            description = "Each simulates, trains and forecasts anew; the worst one counts. Default: ${DEFAULT-VALUE}.",
            defaultValue = "1,2,3")
    private List<Long> seeds = new ArrayList<>();

    @Mixin
    private ReportOption report = new ReportOption();

    @Override
    public Integer call() throws IOException, RunnerException {
        SimulationConfig parameters =
                config == null ? SimulationConfigReader.shipped() : SimulationConfigReader.read(config);
        ObjectNode result = new LearnBenchmark(parameters, new LearnedMethods(), System.err::println).run(seeds);
        System.err.println("measuring the hot path");
        result.set("hot_path", HotPathCost.measure());
        report.report(new LearnTable(result).render(), result.toPrettyString());
        return 0;
    }
}

package io.emfs.tests.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.emfs.tests.faas.FaasRecording;
import io.emfs.tests.learning.HotPathCost;
import io.emfs.tests.learning.LearnBenchmark;
import io.emfs.tests.learning.LearnTable;
import io.emfs.tests.learning.LearnedMethods;
import io.emfs.tests.learning.LeaveOneOut;
import io.emfs.tests.learning.LeaveOneOutTable;
import io.emfs.tests.learning.RecordedLessons;
import io.emfs.tests.learning.simulation.SimulationConfig;
import io.emfs.tests.learning.simulation.SimulationConfigReader;
import io.emfs.tests.workload.ThisJvm;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code emfs bench learn}: no kernel takes part, and it needs no privilege. */
@Command(
        mixinStandardHelpOptions = true,
        name = "learn",
        description = "How well latency in each queue is forecast, of simulated functions nobody has seen before.")
final class LearnCommand implements Callable<Integer> {
    private static final int OTHER_CORE = 0;

    @Option(names = "--config", paramLabel = "FILE", description = "Replaces any of the simulation's parameters.")
    private @Nullable Path config;

    @Option(
            names = "--seeds",
            split = ",",
            description = "Each simulates, trains and forecasts anew; the worst one counts. Default: ${DEFAULT-VALUE}.",
            defaultValue = "1,2,3")
    private List<Long> seeds = new ArrayList<>();

    @Option(
            names = "--real",
            description =
                    "Instead, how well the latency of FaaSBench's functions on this machine is forecast, while they"
                            + " wander through all queues; as root, in five minutes.")
    private boolean real;

    @Option(
            names = "--recordings",
            paramLabel = "FILE",
            arity = "1..*",
            description = "With --real: scores these (see learning.exploration) instead of making one.")
    private List<Path> recordings = new ArrayList<>();

    @Option(names = "--keep", paramLabel = "FILE", description = "With --real: keeps the recording there.")
    private @Nullable Path keep;

    @Option(names = "--load", description = "With --real: offered utilisation of the core; default: ${DEFAULT-VALUE}.")
    private double load = 0.85;

    @Option(names = "--seconds", description = "With --real: how long it records; default: ${DEFAULT-VALUE}.")
    private int seconds = 240;

    @Option(names = "--scale", description = "With --real: of all service times; default: ${DEFAULT-VALUE}.")
    private double scale = 0.1;

    @Mixin
    private ReportOption report = new ReportOption();

    @Override
    public Integer call() throws Exception {
        if (real) {
            return onThisMachine();
        }
        SimulationConfig parameters =
                config == null ? SimulationConfigReader.shipped() : SimulationConfigReader.read(config);
        ObjectNode result = new LearnBenchmark(parameters, new LearnedMethods(), System.err::println).run(seeds);
        System.err.println("measuring the hot path");
        result.set("hot_path", HotPathCost.measure());
        report.report(new LearnTable(result).render(), result.toPrettyString());
        return 0;
    }

    private int onThisMachine() throws IOException, InterruptedException {
        try (TemporaryFile temporary = TemporaryFile.named("emfs", ".emfsrec")) {
            Path file = keep == null ? temporary.path() : keep;
            List<Path> scored = recordings;
            if (recordings.isEmpty()) {
                ThisJvm.pin(OTHER_CORE);
                System.err.println("recording " + seconds + " s of FaaSBench at load " + load);
                new FaasRecording(load, seeds.get(0), Duration.ofSeconds(seconds), scale, List.of()).to(file);
                scored = List.of(file);
            }
            RecordedLessons recorded = RecordedLessons.of(scored, System.err::println);
            ObjectNode result = new LeaveOneOut(recorded, seeds.get(0), System.err::println).run();
            result.put("load", load).put("seconds", seconds).put("scale", scale);
            report.report(new LeaveOneOutTable(result).render(), result.toPrettyString());
        }
        return 0;
    }
}

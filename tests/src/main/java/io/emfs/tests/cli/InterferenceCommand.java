package io.emfs.tests.cli;

import io.emfs.config.Durations;
import io.emfs.tests.agent.AgentProcess;
import io.emfs.tests.workload.Interference;
import io.emfs.tests.workload.InterferenceJson;
import io.emfs.tests.workload.InterferenceOptions;
import io.emfs.tests.workload.InterferenceResult;
import io.emfs.tests.workload.InterferenceTable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code emfs bench interference}: the paper's Figure 1 with and without eMFS. */
@Command(
        mixinStandardHelpOptions = true,
        name = "interference",
        description = "A short and a long function on one core: the kernel's default scheduler against eMFS.")
final class InterferenceCommand implements Callable<Integer> {
    @Option(
            names = "--load",
            split = ",",
            description = "Offered utilisations; default: ${DEFAULT-VALUE}.",
            defaultValue = "0.8,1.0")
    private List<Double> loads = new ArrayList<>();

    @Option(names = "--phase", description = "Length of a phase; default: ${DEFAULT-VALUE}.", defaultValue = "25s")
    private String phase = "";

    @Option(
            names = "--rounds",
            description = "How often default and eMFS alternate; default: ${DEFAULT-VALUE}.",
            defaultValue = "3")
    private int rounds;

    @Option(
            names = "--short-ms",
            description = "CPU of a short request; default: ${DEFAULT-VALUE}.",
            defaultValue = "8.2")
    private double shortMs;

    @Option(
            names = "--long-ms",
            description = "CPU of a long request; default: ${DEFAULT-VALUE}.",
            defaultValue = "360")
    private double longMs;

    @Option(names = "--seed", description = "Of the arrivals; default: ${DEFAULT-VALUE}.", defaultValue = "1")
    private long seed;

    @Mixin
    private BenchOptions bench = new BenchOptions();

    @Override
    public Integer call() throws Exception {
        InterferenceOptions options = InterferenceOptions.builder()
                .demands(shortMs, longMs)
                .phase(Durations.parse(phase))
                .loads(loads)
                .seed(seed)
                .rounds(rounds)
                .build();
        try (AgentProcess agent = AgentProcess.forInterference(options, bench.overrides());
                TerminalProgress progress = new TerminalProgress()) {
            InterferenceResult result = new Interference(options, agent, progress).run();
            progress.close();
            bench.report(new InterferenceTable(result).render(), new InterferenceJson(result).render());
        }
        return 0;
    }
}

package io.emfs.tests.cli;

import io.emfs.tests.agent.AgentProcess;
import io.emfs.tests.workload.Interference;
import io.emfs.tests.workload.InterferenceJson;
import io.emfs.tests.workload.InterferenceOptions;
import io.emfs.tests.workload.InterferenceResult;
import io.emfs.tests.workload.Policy;
import io.emfs.tests.workload.PolicyTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code emfs bench interference}: the paper's Figure 1 with and without eMFS. */
@Command(
        mixinStandardHelpOptions = true,
        name = "interference",
        description = "The paper's Figure 1: a short and a long function on one core, under each policy.",
        footer = {
            "",
            "Policies: default (the kernel's fair scheduler), fifo and rr (both functions",
            "at one real-time priority), nice (-20 and 19), emfs. Rounds of all policies",
            "alternate on the same arrivals. With the defaults it takes 8 minutes, with",
            "all policies 17."
        })
final class InterferenceCommand implements Callable<Integer> {
    private static final double NS_PER_S = 1e9;

    @Option(
            names = "--load",
            split = ",",
            description = "Offered utilisations; default: ${DEFAULT-VALUE}.",
            defaultValue = "0.8,1.0")
    private List<Double> loads = new ArrayList<>();

    @Option(
            names = "--seconds",
            description = "Of requests that count, in each phase; default: ${DEFAULT-VALUE}.",
            defaultValue = "25")
    private double seconds;

    @Option(
            names = "--policies",
            split = ",",
            converter = PolicyConverter.class,
            description = "Default: ${DEFAULT-VALUE}.",
            defaultValue = "default,emfs")
    private List<Policy> policies = new ArrayList<>();

    @Option(
            names = "--rounds",
            description = "How often the policies alternate; default: ${DEFAULT-VALUE}.",
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
                .phase(Duration.ofNanos((long) (seconds * NS_PER_S)))
                .loads(loads)
                .seed(seed)
                .rounds(rounds)
                .policies(policies)
                .build();
        try (AgentProcess agent = AgentProcess.forInterference(options, bench.overrides());
                TerminalProgress progress = new TerminalProgress()) {
            InterferenceResult result = new Interference(options, agent, progress).run();
            progress.close();
            bench.report(new PolicyTable(result).render(), new InterferenceJson(result).render());
        }
        return 0;
    }

    /** The ideal is no choice: it is what all others are compared with. */
    private static final class PolicyConverter implements ITypeConverter<Policy> {
        @Override
        public Policy convert(String text) {
            Policy[] compared = EnumSet.complementOf(EnumSet.of(Policy.IDEAL)).toArray(Policy[]::new);
            return Choice.of(text, compared, Policy::title);
        }
    }
}

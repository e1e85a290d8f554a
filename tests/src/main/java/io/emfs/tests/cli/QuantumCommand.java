package io.emfs.tests.cli;

import io.emfs.tests.quantum.Quantum;
import io.emfs.tests.quantum.QuantumJson;
import io.emfs.tests.quantum.QuantumResult;
import io.emfs.tests.quantum.QuantumTable;
import io.emfs.tests.workload.ThisJvm;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code emfs bench quantum}: how late quanta end and what accounting them costs, beside two rivals. */
@Command(
        mixinStandardHelpOptions = true,
        name = "quantum",
        description = "How late quanta end and what accounting them costs, beside a sampler and an event per thread.",
        footer = {
            "",
            "A quantum ends at most 1.2 ms late in 95 of 100 cases; accounting takes at most",
            "0.2 %% of a core."
        })
final class QuantumCommand implements Callable<Integer> {
    /** Where the agent runs by default, and not the function. */
    private static final int AGENT_CORE = 0;

    @Option(
            names = "--quanta",
            description = "How many end on the idle core, and on the saturated one; default: ${DEFAULT-VALUE}.",
            defaultValue = "240")
    private int quanta;

    @Mixin
    private BenchOptions bench = new BenchOptions();

    @Override
    public Integer call() throws Exception {
        int cores = Runtime.getRuntime().availableProcessors(); // before there is but one
        ThisJvm.pin(AGENT_CORE);
        QuantumResult result;
        try (TerminalProgress progress = new TerminalProgress()) {
            result = new Quantum(cores, AGENT_CORE, quanta, bench.overrides(), progress).run();
        }
        bench.report(new QuantumTable(result).render(), new QuantumJson(result).render());
        return 0;
    }
}

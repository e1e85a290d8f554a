package io.emfs.tests.cli;

import io.emfs.tests.overhead.Overhead;
import io.emfs.tests.overhead.OverheadJson;
import io.emfs.tests.overhead.OverheadOptions;
import io.emfs.tests.overhead.OverheadResult;
import io.emfs.tests.overhead.OverheadTable;
import io.emfs.tests.workload.ThisJvm;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code emfs bench overhead}: what watching costs, beside a rival. */
@Command(
        mixinStandardHelpOptions = true,
        name = "overhead",
        description =
                "What watching costs a saturated server of 20 µs requests, the kernel and the agent, beside a plain libbpf monitor.",
        footer = {
            "",
            "Throughput lost: digests ≤ 3 %%, requests ≤ 5 %%; run time of the BPF programs",
            "≤ 700 ns per request; CPU of the agent at 20 000 requests/s in digests ≤ 10 %%",
            "of a core."
        })
final class OverheadCommand implements Callable<Integer> {
    /** Where the agent runs by default, and not the server. */
    private static final int AGENT_CORE = 0;

    @Option(
            names = "--rounds",
            description =
                    "Each measures the server with every watcher, and unwatched before and after; default: ${DEFAULT-VALUE}.",
            defaultValue = "15")
    private int rounds;

    @Mixin
    private BenchOptions bench = new BenchOptions();

    @Override
    public Integer call() throws Exception {
        ThisJvm.pin(AGENT_CORE);
        OverheadResult result;
        try (TerminalProgress progress = new TerminalProgress()) {
            result = new Overhead(OverheadOptions.of(rounds, bench.overrides()), progress).run();
        }
        bench.report(new OverheadTable(result).render(), new OverheadJson(result).render());
        return 0;
    }
}

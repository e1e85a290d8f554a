package io.emfs.tests.cli;

import io.emfs.jobs.cli.Privileges;
import io.emfs.tests.agent.AgentProcess;
import io.emfs.tests.workload.Interference;
import io.emfs.tests.workload.InterferenceOptions;
import io.emfs.tests.workload.InterferenceResult;
import io.emfs.tests.workload.InterferenceTable;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code emfs demo}: the main job on two real functions, in under three minutes; without privileges, a replay of it. */
@Command(
        mixinStandardHelpOptions = true,
        name = "demo",
        description = "Shows what eMFS does for a short function that shares its core with a long one.")
final class DemoCommand implements Callable<Integer> {
    private static final Duration PHASE = Duration.ofSeconds(16);
    private static final Duration WARMUP = Duration.ofSeconds(2);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        Privileges privileges = Privileges.ofThisProcess();
        if (!privileges.canSchedule()) {
            new ReplayedDemo(spec.commandLine().getOut()).run(privileges.list());
            return 0;
        }
        InterferenceOptions options =
                InterferenceOptions.builder().phase(PHASE).warmup(WARMUP).build();
        PrintWriter out = spec.commandLine().getOut();
        try (AgentProcess agent = AgentProcess.forInterference(options, List.of());
                TerminalProgress progress = new TerminalProgress()) {
            out.printf(
                    "A short function (%.1f ms, SLO p95 ≤ %d ms) and a long one (%.0f ms) share core %d.%n"
                            + "Poisson arrivals over HTTP, half the load each: first with the kernel's default scheduler, then with eMFS.%n"
                            + "While eMFS runs: %s/api/functions and %s/metrics%n%n",
                    options.shortMs(),
                    options.shortSlo().latency().toMillis(),
                    options.longMs(),
                    options.serverCore(),
                    agent.url(),
                    agent.url());
            out.flush();
            InterferenceResult result = new Interference(options, agent, progress).run();
            progress.close();
            out.print(new InterferenceTable(result).render());
            out.println();
            out.println(
                    "ideal: the short function alone on the core. All threads are back at their original policies.");
            out.flush();
        }
        return 0;
    }
}

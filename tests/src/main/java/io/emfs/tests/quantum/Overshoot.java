package io.emfs.tests.quantum;

import io.emfs.bpf.libbpf.ProgramStatistics;
import io.emfs.bpf.libbpf.RunTimeStatistics;
import io.emfs.bpf.monitor.EpochClock;
import io.emfs.bpf.monitor.ProcessTable;
import io.emfs.bpf.monitor.RequestMonitor;
import io.emfs.config.ConfigLoader;
import io.emfs.config.EmfsConfig;
import io.emfs.state.FunctionKey;
import io.emfs.tests.workload.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * A function on one core whose requests need more than their queue's quantum, with so many of them at a time, beside
 * a monitor of its own. {@link #run} blocks its thread; it ends what it started, also when it throws.
 */
final class Overshoot {
    private static final FunctionKey FUNCTION = new FunctionKey("bench", "long");
    private static final String LOOK = "look";
    private static final List<String> PROGRAMS = List.of("tick_raw_tp", "switch_raw_tp");
    private static final String WORK_MS = "100";
    private static final int POLL_MS = 20;
    private static final Duration DRAIN_LIMIT = Duration.ofSeconds(10);
    private static final double NS_PER_S = 1e9;

    private final int cores;
    private final int core;
    private final int connections;
    private final int requests;
    private final List<String> overrides;

    /** On {@code core} of so many, {@code requests} on each connection. */
    Overshoot(int cores, int core, int connections, int requests, List<String> overrides) {
        this.cores = cores;
        this.core = core;
        this.connections = connections;
        this.requests = requests;
        this.overrides = List.copyOf(overrides);
    }

    OvershootResult run() throws IOException, InterruptedException {
        int port = FreePort.ofLoopback();
        String yaml = "node: bench\npolicy: {quanta: enforce, late: keep}\nfunctions: [{name: long, match: {port: "
                + port + "}}]\n";
        EmfsConfig config = ConfigLoader.parse("bench", yaml, overrides).config();
        List<Long> quantaNs =
                config.queues().stream().map(queue -> queue.quantum().toNanos()).toList();
        TurnLog log = new TurnLog();
        try (RequestMonitor monitor = RequestMonitor.start(config, new ProcessTable(), new EpochClock(), log);
                TurnServer server = TurnServer.start(TurnServer.Mode.THREADS, port, core)) {
            monitor.place(FUNCTION, 1, 0);
            List<TurnClient.Answer> answers;
            long beginNs = System.nanoTime();
            try (RunTimeStatistics statistics = RunTimeStatistics.enable()) {
                answers = load(server);
            }
            double seconds = (System.nanoTime() - beginNs) / NS_PER_S;
            long deadlineNs = System.nanoTime() + DRAIN_LIMIT.toNanos();
            while (log.ended() < connections * requests && System.nanoTime() < deadlineNs) {
                Thread.sleep(POLL_MS);
            }
            return new OvershootResult(
                    Figures.ofNs(log.overshootsNs(quantaNs)),
                    Figures.ofNs(clockErrorsNs(log.onCpuNs(), answers)),
                    seconds,
                    cores,
                    PROGRAMS.stream().map(name -> program(monitor, name)).toList(),
                    program(monitor, LOOK).runs());
        }
    }

    private List<TurnClient.Answer> load(TurnServer server) {
        List<CompletableFuture<List<TurnClient.Answer>>> loads = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            loads.add(CompletableFuture.supplyAsync(() -> load(server, requests), Overshoot::start));
        }
        return loads.stream().flatMap(load -> load.join().stream()).toList();
    }

    private static void start(Runnable client) {
        Thread thread = new Thread(client, "turn-client");
        thread.setDaemon(true);
        thread.start();
    }

    private static List<TurnClient.Answer> load(TurnServer server, int requests) {
        List<TurnClient.Answer> answers = new ArrayList<>();
        try (TurnClient client = server.connect()) {
            for (int i = 0; i < requests; i++) {
                answers.add(client.get(WORK_MS));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return answers;
    }

    /** The kernel side's CPU time of each request less what the thread's own clock said. */
    private static List<Long> clockErrorsNs(Map<Integer, List<Long>> onCpuNs, List<TurnClient.Answer> answers) {
        List<Long> errors = new ArrayList<>();
        onCpuNs.forEach((tid, kernelNs) -> {
            List<Long> ownNs = answers.stream()
                    .filter(answer -> answer.tid() == tid)
                    .map(TurnClient.Answer::cpuNs)
                    .toList();
            for (int i = 0; i < kernelNs.size(); i++) {
                errors.add(kernelNs.get(i) - ownNs.get(i));
            }
        });
        return errors;
    }

    private static ProgramStatistics program(RequestMonitor monitor, String name) {
        return monitor.statistics().programs().stream()
                .filter(program -> program.program().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no program " + name));
    }
}

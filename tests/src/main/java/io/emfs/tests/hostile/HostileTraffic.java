package io.emfs.tests.hostile;

import io.emfs.bpf.monitor.EpochClock;
import io.emfs.bpf.monitor.KernelCounter;
import io.emfs.bpf.monitor.ProcessTable;
import io.emfs.bpf.monitor.RequestMonitor;
import io.emfs.config.ConfigLoader;
import io.emfs.config.EmfsConfig;
import io.emfs.state.FunctionKey;
import io.emfs.state.RequestAnswered;
import io.emfs.tests.workload.FunctionServer;
import io.emfs.tests.workload.HostileClient;
import io.emfs.tests.workload.ServerOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * A monitor of its own, a function on IPv4 and one on IPv6, and {@link HostileClient} between them. Blocks the calling
 * thread for {@code duration} and until the last socket is closed.
 */
public record HostileTraffic(Duration duration, long seed) {
    private static final String NODE = "here";
    private static final String INSTANCE = "hostile-instance";

    /** Names functions here and nowhere else, so that others on this machine are left out. */
    private static final String VARIABLE = "EMFS_HOSTILE";

    private static final Duration SETTLE_LIMIT = Duration.ofSeconds(20);
    private static final int POLL_MS = 50;

    public HostileOutcome run() throws IOException, InterruptedException {
        int core = Runtime.getRuntime().availableProcessors() - 1;
        ProcessTable table = new ProcessTable();
        LongAdder events = new LongAdder();
        try (LoggedProblems logged = LoggedProblems.listen();
                FunctionServer four = FunctionServer.start(server("127.0.0.1", "hostile-ipv4", core));
                FunctionServer six = FunctionServer.start(server("::1", "hostile-ipv6", core));
                RequestMonitor monitor = RequestMonitor.start(config(), table, new EpochClock(), event -> {
                    if (event instanceof RequestAnswered) {
                        events.increment();
                    }
                })) {
            Set<Integer> servers = Set.of((int) four.pid(), (int) six.pid());
            settle(() -> hasExactly(table, servers));
            int before = monitor.connections();
            Map<String, Long> attempts =
                    new HostileClient(four.port(), six.port(), VARIABLE + "=" + INSTANCE, seed).run(duration);
            settle(() -> monitor.connections() == before
                    && hasExactly(table, servers)
                    && monitor.ringFillBytes() == 0
                    && monitor.answered() == accountedFor(monitor, events.sum()));
            return new HostileOutcome(
                    attempts,
                    monitor.alive(),
                    logged.soFar(),
                    before,
                    monitor.connections(),
                    strays(table, servers),
                    monitor.answered(),
                    events.sum(),
                    monitor.counter(KernelCounter.DROPPED_ANSWERS),
                    monitor.counter(KernelCounter.UNANSWERED),
                    totals(monitor));
        }
    }

    /** What waits for an answer is counted on the connections, not taken from the sums that it must agree with. */
    private static RequestTotals totals(RequestMonitor monitor) {
        RequestTotals sum = new RequestTotals(0, 0, 0, 0, monitor.pendingConnections());
        for (var each : monitor.totals().values()) {
            sum = sum.plus(each.arrivals(), each.answered(), each.unanswered(), each.unsupported());
        }
        return sum;
    }

    private static long accountedFor(RequestMonitor monitor, long events) {
        return events + monitor.counter(KernelCounter.DROPPED_ANSWERS);
    }

    private static boolean hasExactly(ProcessTable table, Set<Integer> servers) {
        return table.size() == servers.size() && strays(table, servers).isEmpty();
    }

    private static List<Integer> strays(ProcessTable table, Set<Integer> servers) {
        return table.functions().stream()
                .flatMap(key -> pids(table, key).stream())
                .filter(pid -> !servers.contains(pid))
                .toList();
    }

    private static Set<Integer> pids(ProcessTable table, FunctionKey key) {
        return Arrays.stream(table.pidsOf(key)).boxed().collect(Collectors.toSet());
    }

    /** Waits for what follows the traffic in its own time; what never comes shows in the outcome. */
    private static void settle(BooleanSupplier settled) throws InterruptedException {
        long deadlineNs = System.nanoTime() + SETTLE_LIMIT.toNanos();
        while (!settled.getAsBoolean() && System.nanoTime() < deadlineNs) {
            Thread.sleep(POLL_MS);
        }
    }

    private static ServerOptions server(String bind, String function, int core) {
        return ServerOptions.ofFib(10, 1, 0, core).withBind(bind).withEnvironment(Map.of(VARIABLE, function));
    }

    private static EmfsConfig config() {
        return ConfigLoader.parse(
                        "hostile",
                        "node: " + NODE + "\nmonitor: {mode: requests}\ndiscovery: {env: [" + VARIABLE + "]}\n",
                        List.of())
                .config();
    }
}

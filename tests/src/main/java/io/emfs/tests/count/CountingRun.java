package io.emfs.tests.count;

import io.emfs.bpf.monitor.EpochClock;
import io.emfs.bpf.monitor.KernelCounter;
import io.emfs.bpf.monitor.ProcessTable;
import io.emfs.bpf.monitor.RequestMonitor;
import io.emfs.config.ConfigLoader;
import io.emfs.config.EmfsConfig;
import io.emfs.state.FunctionKey;
import io.emfs.tests.workload.FunctionServer;
import io.emfs.tests.workload.LoadGenerator;
import io.emfs.tests.workload.LoadOptions;
import io.emfs.tests.workload.LoadResult;
import io.emfs.tests.workload.ServerOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** Runs the monitor alone, without a job, beside a function that gets a known number of requests. Blocks its thread. */
public final class CountingRun {
    private static final String NODE = "here";
    private static final String FUNCTION = "counted";
    private static final int FIB = 10;
    private static final int PER_SECOND = 100;
    /** For sending at that mean rate on a slow machine, and for the events to come through. */
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static final Duration SETTLING_LIMIT = Duration.ofSeconds(10);
    private static final int POLL_MS = 20;

    private final List<RequestCase> cases;
    private final long seed;
    private final int port;
    private final EmfsConfig config;
    private final AnswerCounter counter = new AnswerCounter(new FunctionKey(NODE, FUNCTION));

    /**
     * Checks the configuration.
     *
     * @param overrides {@code key=value} each, of the agent's configuration
     */
    public CountingRun(List<RequestCase> cases, long seed, List<String> overrides) throws IOException {
        this.cases = List.copyOf(cases);
        this.seed = seed;
        this.port = freePort();
        String yaml = "node: " + NODE + "\nfunctions: [{name: " + FUNCTION + ", match: {port: " + port + "}}]\n";
        this.config = ConfigLoader.parse(FUNCTION, yaml, overrides).config();
    }

    public CountResult run() throws IOException, InterruptedException {
        try (RequestMonitor monitor = RequestMonitor.start(config, new ProcessTable(), new EpochClock(), counter)) {
            List<CaseCount> counts = new ArrayList<>();
            for (RequestCase each : cases) {
                counts.add(count(each, monitor));
            }
            return new CountResult(monitor.hooks().stream().map(HookWay::of).toList(), counts, counters(monitor));
        }
    }

    private CaseCount count(RequestCase requests, RequestMonitor monitor) throws IOException, InterruptedException {
        long answersBefore = counter.answers();
        long completionsBefore = counter.completions();
        LoadResult load = send(requests);
        // Completions are known once the connections are closed; an event too many would be in the ring by then.
        await(() -> counter.answers() - answersBefore >= load.sent()
                && counter.completions() - completionsBefore >= load.sent()
                && monitor.connections() == 0
                && monitor.ringFillBytes() == 0);
        return new CaseCount(
                requests,
                load.sent(),
                load.completed(),
                counter.answers() - answersBefore,
                counter.completions() - completionsBefore);
    }

    private LoadResult send(RequestCase requests) throws IOException, InterruptedException {
        int last = Runtime.getRuntime().availableProcessors() - 1;
        ServerOptions options = ServerOptions.ofFib(FIB, 1, port, last).withBind(requests.address());
        try (FunctionServer server = FunctionServer.start(options)) {
            LoadOptions load = LoadOptions.of(LIMIT, seed, server.target(FUNCTION, PER_SECOND))
                    .withKeepAlive(requests.keepAlive())
                    .withRequests(requests.requests());
            return new LoadGenerator(0).run(load);
        }
    }

    /** Ends at the limit too: what is missing then shows in the counts. */
    private static void await(BooleanSupplier settled) throws InterruptedException {
        long deadlineNs = System.nanoTime() + SETTLING_LIMIT.toNanos();
        while (!settled.getAsBoolean() && System.nanoTime() < deadlineNs) {
            Thread.sleep(POLL_MS);
        }
    }

    private static Map<String, Long> counters(RequestMonitor monitor) {
        Map<String, Long> counters = new LinkedHashMap<>();
        for (KernelCounter each : KernelCounter.values()) {
            counters.put(each.name(), monitor.counter(each));
        }
        return counters;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}

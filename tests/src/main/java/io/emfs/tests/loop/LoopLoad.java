package io.emfs.tests.loop;

import io.emfs.tests.agent.AgentProcess;
import io.emfs.tests.workload.FunctionServer;
import io.emfs.tests.workload.InstanceChurn;
import io.emfs.tests.workload.LoadGenerator;
import io.emfs.tests.workload.LoadOptions;
import io.emfs.tests.workload.OfferedLoad;
import io.emfs.tests.workload.ServerOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Fills every core with managed functions and starts short-lived instances of a further one, so that the agent has
 * something to decide; so do the long requests, whose threads use up their quanta and return. The loop's own histograms tell
 * how long each decision took. Blocks the calling thread.
 */
public final class LoopLoad {
    private static final double SHORT_MS = 4;
    private static final double LONG_MS = 100;
    private static final String FUNCTIONS = "emfs_loop_seconds";
    private static final String THREADS = "emfs_thread_loop_seconds";
    private static final Duration LIFETIME = Duration.ofMillis(200);

    private final double utilisation;
    private final Duration duration;
    private final long seed;
    private final int startsPerSecond;
    private final String suffix;
    private final Duration warmUp;

    /**
     * A load.
     *
     * @param warmUp how long it lasts before decisions count
     * @param suffix of the functions' names, to tell them from those of another load on this machine
     */
    public LoopLoad(
            double utilisation, Duration warmUp, Duration duration, long seed, int startsPerSecond, String suffix) {
        this.warmUp = warmUp;
        this.suffix = suffix;
        this.utilisation = utilisation;
        this.duration = duration;
        this.seed = seed;
        this.startsPerSecond = startsPerSecond;
    }

    /** The configuration under which {@link #measure} finds the functions of those suffixes. */
    public static String yaml(String... suffixes) {
        StringBuilder yaml = new StringBuilder("functions:\n");
        for (String suffix : suffixes) {
            yaml.append(function("short" + suffix, 24))
                    .append(function("long" + suffix, 24))
                    .append(function("arrival" + suffix, 120));
        }
        return yaml.toString();
    }

    private static String function(String name, int latencyMs) {
        return "  - {name: " + name + ", match: {env: {FUNCTION_TARGET: " + name + "}}, slo: {percentile: 95, latency: "
                + latencyMs + "ms}}\n";
    }

    /** The loop's latencies while the load lasted; the agent must be running. */
    public LatencyHistogram measure(AgentProcess agent) throws IOException, InterruptedException {
        List<FunctionServer> servers = new ArrayList<>();
        try {
            List<Thread> clients = new ArrayList<>();
            int cores = Runtime.getRuntime().availableProcessors();
            for (int core = 0; core < cores; core++) {
                clients.add(client(servers, core, cores));
            }
            clients.forEach(Thread::start);
            InstanceChurn churn = new InstanceChurn("arrival" + suffix, startsPerSecond, LIFETIME);
            churn.run(warmUp);
            LatencyHistogram before = histogram(agent);
            churn.run(duration);
            LatencyHistogram after = histogram(agent);
            for (Thread client : clients) {
                client.join();
            }
            return after.since(before);
        } finally {
            servers.forEach(FunctionServer::close);
        }
    }

    private static LatencyHistogram histogram(AgentProcess agent) {
        String metrics = agent.metrics();
        return LatencyHistogram.parse(FUNCTIONS, metrics).plus(LatencyHistogram.parse(THREADS, metrics));
    }

    private Thread client(List<FunctionServer> servers, int core, int cores) throws IOException {
        FunctionServer quick = server("short" + suffix, SHORT_MS, core);
        servers.add(quick);
        FunctionServer slow = server("long" + suffix, LONG_MS, core);
        servers.add(slow);
        OfferedLoad rates = OfferedLoad.halves(SHORT_MS, LONG_MS, utilisation);
        LoadOptions load = LoadOptions.of(
                        warmUp.plus(duration).plusSeconds(1),
                        seed + core,
                        quick.target("short", rates.shortPerSecond()),
                        slow.target("long", rates.longPerSecond()))
                .withDrain(Duration.ofSeconds(5));
        LoadGenerator generator = LoadGenerator.besideFunctions((core + 1) % cores);
        return new Thread(() -> run(generator, load), "load-" + core);
    }

    private static void run(LoadGenerator generator, LoadOptions load) {
        try {
            generator.run(load);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static FunctionServer server(String function, double cpuMs, int core) throws IOException {
        return FunctionServer.start(
                ServerOptions.ofCpu(cpuMs, 0, core).withEnvironment(Map.of("FUNCTION_TARGET", function)));
    }
}

package io.emfs.tests.stall;

import io.emfs.config.PolicyConfig.Quanta;
import io.emfs.tests.agent.AgentProcess;
import io.emfs.tests.workload.FunctionServer;
import io.emfs.tests.workload.LoadGenerator;
import io.emfs.tests.workload.LoadOptions;
import io.emfs.tests.workload.LoadResult;
import io.emfs.tests.workload.LoadTarget;
import io.emfs.tests.workload.PinnedProcess;
import io.emfs.tests.workload.Progress;
import io.emfs.tests.workload.ProgressClock;
import io.emfs.tests.workload.Rank;
import io.emfs.tests.workload.ServerOptions;
import io.emfs.tests.workload.TargetResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A function in a JVM serves short requests in p2, and long ones whose threads drop below another function of the core. If
 * such a thread does not get to run, the collector waits for it, and all others for the collector: rounds in which threads
 * leave their queue and in which they do not, on the same arrivals, tell what that costs. Blocks the calling thread; ends what it started.
 */
public final class Stall {
    private static final int JVM_PORT = 8081;
    private static final int NEIGHBOUR_PORT = 8082;
    private static final double SHORT_MS = 4;
    private static final double LONG_MS = 300;
    private static final double NEIGHBOUR_MS = 60;
    private static final double MS_PER_S = 1e3;

    /** Parts of the core that each kind of request takes. */
    private static final double SHORT_LOAD = 0.15;

    private static final double LONG_LOAD = 0.25;
    private static final double NEIGHBOUR_LOAD = 0.4;

    private static final Duration WARM_UP = Duration.ofSeconds(5);
    private static final Duration DRAIN = Duration.ofSeconds(10);

    /** The short requests' bound names p2, the neighbour's p3; a thread that drops twice is below it. */
    private static final String YAML = """
            functions:
              - {name: jvm, match: {port: %d}, slo: {percentile: 80, latency: 24ms}}
              - {name: neighbour, match: {port: %d}, slo: {percentile: 95, latency: 80ms}}
            """.formatted(JVM_PORT, NEIGHBOUR_PORT);

    /** Its functions stay in their queues: what is compared is the drop of a thread alone. */
    private static final List<String> STILL =
            List.of("policy.promote-after=1000000", "policy.demote-after=1000000", "learning.enabled=false");

    private final int core;
    private final Duration phase;
    private final int rounds;
    private final long seed;
    private final List<String> overrides;
    private final Progress progress;

    /** {@code core} is the functions'; the agent and the load stay off it. */
    public Stall(int core, Duration phase, int rounds, long seed, List<String> overrides, Progress progress) {
        this.core = core;
        this.phase = phase;
        this.rounds = rounds;
        this.seed = seed;
        this.overrides = overrides;
        this.progress = progress;
    }

    public List<StallResult> run() throws IOException, InterruptedException {
        List<StallResult> results = new ArrayList<>();
        Duration each = WARM_UP.plus(phase);
        int phases = rounds * Quanta.values().length;
        try (ProgressClock clock = new ProgressClock(progress, each.multipliedBy(phases))) {
            for (int round = 0; round < rounds; round++) {
                for (Quanta quanta : Quanta.values()) {
                    String title = quanta.name().toLowerCase(Locale.ROOT);
                    clock.begin(
                            "quanta " + title + ", round " + (round + 1) + " of " + rounds,
                            each,
                            each.multipliedBy(phases - results.size() - 1));
                    results.add(phase(title, round));
                }
            }
        }
        return results;
    }

    private StallResult phase(String quanta, int round) throws IOException, InterruptedException {
        Path log = Files.createTempFile("emfs-safepoints", ".log");
        List<String> settings = new ArrayList<>(overrides);
        settings.addAll(STILL);
        settings.add("policy.quanta=" + quanta);
        settings.add("policy.late=" + (quanta.equals("keep") ? "keep" : "yield"));
        try (PinnedProcess jvm = jvm(log);
                FunctionServer neighbour =
                        FunctionServer.start(ServerOptions.ofCpu(NEIGHBOUR_MS, NEIGHBOUR_PORT, core));
                AgentProcess agent = AgentProcess.of(YAML, AgentProcess.DEFAULT_PORT, settings)) {
            agent.start();
            LoadOptions load = LoadOptions.of(
                            phase,
                            seed + round,
                            target("short", SHORT_LOAD / SHORT_MS),
                            target("long", LONG_LOAD / LONG_MS),
                            neighbour.target("neighbour", NEIGHBOUR_LOAD / NEIGHBOUR_MS * MS_PER_S))
                    .withWarmup(WARM_UP)
                    .withDrain(DRAIN);
            LoadResult result = new LoadGenerator(0).run(load);
            TargetResult quick = result.targets().get(0);
            TargetResult slow = result.targets().get(1);
            return new StallResult(
                    quanta,
                    round,
                    quick.latency(),
                    slow.latency(),
                    quick.errors() + slow.errors(),
                    drops(agent.metrics()),
                    SafepointLog.reaching(log));
        } finally {
            Files.deleteIfExists(log);
        }
    }

    private static LoadTarget target(String name, double perMs) {
        return new LoadTarget("127.0.0.1", JVM_PORT, perMs * MS_PER_S, name);
    }

    private PinnedProcess jvm(Path log) throws IOException {
        PinnedProcess jvm = PinnedProcess.start(
                Rank.NORMAL,
                Path.of(System.getProperty("java.home"), "bin", "java"),
                core,
                Map.of("FUNCTION_TARGET", "jvm"),
                List.of(
                        "-Xmx64m",
                        SafepointLog.option(log),
                        "-cp",
                        System.getProperty("java.class.path"),
                        JvmFunction.class.getName(),
                        Integer.toString(JVM_PORT),
                        "short=" + SHORT_MS,
                        "long=" + LONG_MS));
        if (!"listening".equals(jvm.output().readLine())) {
            String reason = jvm.errors();
            jvm.close();
            throw new IOException("the JVM's function did not start: " + reason);
        }
        return jvm;
    }

    /** How many quanta of threads the agent has seen end. */
    private static long drops(String metrics) {
        return metrics.lines()
                .filter(line -> line.startsWith("emfs_thread_loop_seconds_count") && line.contains("quantum_expired"))
                .mapToLong(line -> Math.round(Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))))
                .sum();
    }
}

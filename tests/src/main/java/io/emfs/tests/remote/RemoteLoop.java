package io.emfs.tests.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.emfs.bpf.proc.KernelFile;
import io.emfs.tests.agent.AgentProcess;
import io.emfs.tests.loop.LoopLoad;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Agents, each in a network namespace with functions and clients of its own, and one job on a standalone cluster of this
 * machine that decides for all of them. The cluster's processes run above functions: elsewhere they would have machines of
 * their own. Decisions count from half a minute on, when all agents have started and the code is compiled. Blocks the calling
 * thread.
 */
public final class RemoteLoop {
    private static final List<Path> SYSCTLS =
            List.of(Path.of("/proc/sys/kernel/sched_rr_timeslice_ms"), Path.of("/proc/sys/kernel/sched_rt_runtime_us"));
    private static final String PORTS = "9470-9473";
    private static final int REST_PORT = 9481;
    private static final Duration WARM_UP = Duration.ofMinutes(2);
    private static final Duration START = Duration.ofSeconds(20);

    private final int agents;
    private final double load;
    private final Duration duration;
    private final Duration partition;
    private final List<VirtualNode> nodes = new CopyOnWriteArrayList<>();
    private final List<Process> running = new CopyOnWriteArrayList<>();
    private final String launcher =
            Objects.requireNonNull(System.getProperty(AgentProcess.LAUNCHER), "start it by ./emfs");

    /**
     * A run.
     *
     * @param load offered to each core by all agents' functions together
     * @param partition how long the first agent is cut off meanwhile; zero for never
     */
    public RemoteLoop(int agents, double load, Duration duration, Duration partition) {
        this.agents = agents;
        this.load = load;
        this.duration = duration;
        this.partition = partition;
    }

    /** What each agent's {@code bench loop} says. */
    public List<JsonNode> run() throws IOException, InterruptedException {
        List<String> settings = sysctls();
        Path directory = Files.createTempDirectory("emfs-remote");
        Thread atExit = new Thread(() -> cleanUp(directory, settings), "clean-up"); // also if somebody loses patience
        Runtime.getRuntime().addShutdownHook(atExit);
        startCluster(directory);
        for (int number = 1; number <= agents; number++) {
            nodes.add(VirtualNode.create(number));
        }
        return measure(directory);
    }

    /** When the JVM ends, however that comes. */
    private void cleanUp(Path directory, List<String> settings) {
        running.forEach(Process::destroy);
        running.forEach(each -> each.onExit().join());
        for (VirtualNode node : nodes) {
            attempt(node::close);
        }
        attempt(() -> Commands.run(
                launcher, "cluster", "stop", "--config", config(directory).toString()));
        attempt(() -> discard(directory));
        attempt(() -> restore(settings));
    }

    private interface Step {
        void run() throws IOException, InterruptedException;
    }

    private static void attempt(Step step) {
        try {
            step.run();
        } catch (IOException | InterruptedException e) {
            System.err.println("not cleaned up: " + e.getMessage());
        }
    }

    private void startCluster(Path directory) throws IOException, InterruptedException {
        Files.writeString(directory.resolve("token"), "the token of a benchmark");
        String[] suffixes =
                IntStream.rangeClosed(1, agents).mapToObj(RemoteLoop::suffix).toArray(String[]::new);
        Files.writeString(
                config(directory),
                "node: cluster\nstate: {dir: " + directory.resolve("state") + "}\n" + LoopLoad.yaml(suffixes)
                        + "agent:\n  link: " + link(directory, ", bind: 0.0.0.0, ports: " + PORTS) + "\n");
        String config = config(directory).toString();
        Commands.run(
                "taskset",
                "-c",
                "0",
                "chrt",
                "-r",
                "90",
                launcher,
                "cluster",
                "start",
                "--config",
                config,
                "--port",
                Integer.toString(REST_PORT));
        Commands.run(launcher, "submit", "--config", config, "--cluster", "127.0.0.1:" + REST_PORT);
    }

    private static Path config(Path directory) {
        return directory.resolve("cluster.yaml");
    }

    private static String link(Path directory, String more) {
        return "{insecure: true, token-file: " + directory.resolve("token") + more + "}";
    }

    private static String suffix(int number) {
        return "-" + number;
    }

    private List<JsonNode> measure(Path directory) throws IOException, InterruptedException {
        for (VirtualNode node : nodes) {
            running.add(start(directory, node));
        }
        if (!partition.isZero()) {
            Thread.sleep(WARM_UP.plus(START).toMillis());
            nodes.get(0).connect(false);
            Thread.sleep(partition.toMillis());
            nodes.get(0).connect(true);
        }
        List<JsonNode> results = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            String name = nodes.get(i).name();
            if (running.get(i).waitFor() != 0) {
                throw new IOException(name + ":\n" + Files.readString(directory.resolve(name + ".log")));
            }
            results.add(
                    new JsonMapper().readTree(directory.resolve(name + ".json").toFile()));
        }
        return results;
    }

    private Process start(Path directory, VirtualNode node) throws IOException {
        return new ProcessBuilder(node.around(List.of(
                        launcher,
                        "bench",
                        "loop",
                        "--linked",
                        "--suffix",
                        suffix(node.number()),
                        "--load",
                        Double.toString(load / agents),
                        "--seed",
                        Integer.toString(node.number()),
                        "--duration",
                        duration.plus(partition).toSeconds() + "s",
                        "--warm-up",
                        WARM_UP.toSeconds() + "s",
                        "--json",
                        directory.resolve(node.name() + ".json").toString(),
                        "--set",
                        "node=n" + node.number(),
                        "--set",
                        "agent.job=[\"" + node.gateway() + ":" + PORTS + "\"]",
                        "--set",
                        "agent.link=" + link(directory, ""))))
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve(node.name() + ".log").toFile())
                .start();
    }

    private static List<String> sysctls() throws IOException {
        List<String> values = new ArrayList<>();
        for (Path path : SYSCTLS) {
            values.add(KernelFile.read(path).strip()); // in one piece, or it is wrong
        }
        return values;
    }

    /** Each agent puts back what it found, which was another's doing. */
    private static void restore(List<String> values) throws IOException {
        for (int i = 0; i < SYSCTLS.size(); i++) {
            if (!KernelFile.read(SYSCTLS.get(i)).strip().equals(values.get(i))) {
                Files.writeString(SYSCTLS.get(i), values.get(i));
            }
        }
    }

    private static void discard(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        }
    }
}

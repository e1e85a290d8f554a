package io.emfs.tests.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.emfs.bpf.sched.ThreadPolicy;
import io.emfs.jobs.ClusterAccess;
import io.emfs.jobs.ClusterClient;
import io.emfs.jobs.ClusterJob;
import io.emfs.tests.Await;
import io.emfs.tests.FreePorts;
import io.emfs.tests.agent.AgentProcess;
import io.emfs.tests.kernel.RequiresKernel;
import io.emfs.tests.workload.FunctionServer;
import io.emfs.tests.workload.LoadGenerator;
import io.emfs.tests.workload.LoadOptions;
import io.emfs.tests.workload.ServerOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A JobManager is killed while its job decides for an agent, and started again: a cluster with a ZooKeeper, and functions. */
@RequiresKernel
@Timeout(240)
class JobManagerIT {
    private static final int CORE = Runtime.getRuntime().availableProcessors() - 1;
    private static final long NS_PER_MS = 1_000_000;
    private static final int START_LIMIT_S = 120;

    private final JsonMapper json = new JsonMapper();
    private final String cluster = "127.0.0.1:" + FreePorts.one();
    private final int zooKeeperPort = FreePorts.one();
    private final int thumbnailPort = FreePorts.one();
    private final int reportPort = FreePorts.one();
    private final int linkPort = FreePorts.one();

    @TempDir
    private Path directory;

    private Path config;
    private ZooKeeperProcess zooKeeper;
    private AgentProcess agent;
    private CompletableFuture<String> again = CompletableFuture.completedFuture("");

    @BeforeEach
    void startTheClusterAndTheJob() throws Exception {
        assumeTrue(
                ZooKeeperProcess.installed(),
                "no ZooKeeper to start: Debian's package zookeeper is not installed (./emfs test does)");
        String yaml = String.join(
                "\n",
                "node: n1",
                "functions:",
                "  - {name: thumbnail, match: {port: " + thumbnailPort + "}, slo: {percentile: 95, latency: 24ms}}",
                "  - {name: report, match: {port: " + reportPort + "}}",
                "agent:",
                "  job: [\"127.0.0.1:" + linkPort + "-" + (linkPort + 5) + "\"]",
                "  orphan-after: 2m",
                "  link: {insecure: true, ports: " + linkPort + "-" + (linkPort + 5) + "}",
                "");
        config = Files.writeString(
                directory.resolve("emfs.yaml"),
                yaml + "state: {dir: " + directory.resolve("state") + ", checkpoint-interval: 1s}\n");
        agent = AgentProcess.linked(yaml, FreePorts.one(), List.of());
        agent.launch();
        zooKeeper = ZooKeeperProcess.start(directory.resolve("zookeeper"), zooKeeperPort);
        commands()
                .succeed(
                        "cluster",
                        "start",
                        "--port",
                        cluster.substring(cluster.indexOf(':') + 1),
                        "--zookeeper",
                        "127.0.0.1:" + zooKeeperPort);
        commands().succeed("submit", "--cluster", cluster);
    }

    @AfterEach
    void stopWhatStillRuns() throws Exception {
        try (ZooKeeperProcess theZooKeeper = zooKeeper;
                AgentProcess theAgent = agent) {
            again.exceptionally(failure -> "")
                    .get(START_LIMIT_S, TimeUnit.SECONDS); // nobody else may stop it meanwhile
            if (Files.exists(directory.resolve("state/cluster/processes"))) {
                commands().run("cluster", "stop");
            }
        }
    }

    @Test
    void goesOnWithTheJobOfAKilledJobManager() throws Exception {
        Await.until("linked", agent::healthy);
        try (FunctionServer thumbnail = server(thumbnailPort, 2000);
                FunctionServer report = server(reportPort, 10)) {
            Await.until("p6 without an SLO", () -> PolicyWatch.of(report).equals(lastQueue()));
            new LoadGenerator(0).run(LoadOptions.of(Duration.ofSeconds(4), 1, thumbnail.target("thumbnail", 8)));
            Await.until("p1 by its misses", () -> PolicyWatch.of(thumbnail).equals(firstQueue()));
            awaitACheckpointOf(thumbnail);

            try (PolicyWatch thumbnails = new PolicyWatch(thumbnail);
                    PolicyWatch reports = new PolicyWatch(report)) {
                takesOver();
                // p2 is where a job that had forgotten what it saw would have put it
                assertThat(thumbnails.seen()).isEqualTo(firstQueue());
                assertThat(reports.seen()).isEqualTo(lastQueue());
            }
            decidesAgain(thumbnail);

            commands().succeed("cluster", "stop");
            agent.stop();
            assertThat(PolicyWatch.of(thumbnail)).isEqualTo(Set.of(ThreadPolicy.other(0)));
            assertThat(PolicyWatch.of(report)).isEqualTo(Set.of(ThreadPolicy.other(0)));
        }
    }

    /** And nothing is set meanwhile, by whoever. */
    private void takesOver() throws Exception {
        try (ClusterClient client = new ClusterClient(
                ClusterAccess.at(cluster, directory.resolve("state").toString()))) {
            ClusterJob job = client.job("emfs");
            String attempt = attempt();
            long changes = count("emfs_changes_total");
            long moved = count("emfs_executor_threads_moved_total");

            ProcessHandle.of(pidOf("job-manager")).orElseThrow().destroyForcibly();
            long killedNs = System.nanoTime();
            again = CompletableFuture.supplyAsync(this::startAgain);
            Await.until("the link is lost", () -> !agent.healthy());
            long lostNs = System.nanoTime();
            String started = again.get(START_LIMIT_S, TimeUnit.SECONDS);
            Await.until(
                    "linked to the next attempt",
                    () -> agent.healthy() && !attempt().equals(attempt));
            System.out.printf(
                    "a killed JobManager: the job decided for %d ms more, and again after %d ms%n",
                    (lostNs - killedNs) / NS_PER_MS, (System.nanoTime() - killedNs) / NS_PER_MS);

            assertThat(started).contains("job-manager").doesNotContain("ended");
            assertThat(client.job("emfs").id()).isEqualTo(job.id());
            Await.until("all tasks run", () -> client.runs(job));
            assertThat(Files.readString(directory.resolve("state/cluster/log/job-manager.log")))
                    .contains("Restoring job " + job.id() + " from Checkpoint ");
            Await.until("told where both functions are", () -> count("emfs_changes_total") >= changes + 2);
            assertThat(count("emfs_executor_threads_moved_total")).isEqualTo(moved);
            assertThat(count("emfs_link_repeated_commands_total")).isZero();
        }
    }

    private String startAgain() {
        try {
            return commands().succeed("cluster", "start");
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void decidesAgain(FunctionServer thumbnail) throws Exception {
        int more = FreePorts.one();
        try (FunctionServer other = FunctionServer.start(
                ServerOptions.ofFib(20, 10, more, CORE).withEnvironment(Map.of("FUNCTION_TARGET", "other")))) {
            Await.until(
                    "a function that is new to the job",
                    () -> PolicyWatch.of(other).stream().allMatch(policy -> policy.policy() == ThreadPolicy.FIFO));
        }
        long sinceMs = System.currentTimeMillis();
        new LoadGenerator(0).run(LoadOptions.of(Duration.ofSeconds(2), 1, thumbnail.target("thumbnail", 8)));
        Await.until(
                "windows of its requests",
                () -> agent.function("thumbnail").stream()
                        .flatMap(function ->
                                StreamSupport.stream(function.path("windows").spliterator(), false))
                        .anyMatch(window -> window.path("endMs").asLong() > sinceMs
                                && window.path("count").asLong() > 0));
    }

    /** Of a moment after now: two, since the next one may have begun. */
    private void awaitACheckpointOf(FunctionServer thumbnail) throws Exception {
        Path checkpoints = directory.resolve("state/cluster/checkpoints");
        long newest = newestCheckpoint(checkpoints);
        Await.until("two checkpoints", () -> newestCheckpoint(checkpoints) >= newest + 2);
        assertThat(PolicyWatch.of(thumbnail)).isEqualTo(firstQueue());
    }

    private static long newestCheckpoint(Path checkpoints) {
        try (Stream<Path> files = Files.find(
                checkpoints,
                2,
                (file, attributes) -> file.getFileName().toString().startsWith("chk-"))) {
            return files.mapToLong(
                            file -> Long.parseLong(file.getFileName().toString().substring("chk-".length())))
                    .max()
                    .orElse(0);
        } catch (IOException | UncheckedIOException e) {
            return 0; // one that was just discarded
        }
    }

    private long pidOf(String process) throws Exception {
        JsonNode status = json.readTree(commands().succeed("cluster", "status", "--json"));
        return StreamSupport.stream(status.path("processes").spliterator(), false)
                .filter(each -> each.path("name").asText().equals(process))
                .findFirst()
                .orElseThrow()
                .path("pid")
                .asLong();
    }

    private String attempt() {
        return agent.link().map(link -> link.path("attempt").asText()).orElse("");
    }

    /** The sum of its series. */
    private long count(String meter) {
        return agent.metrics()
                .lines()
                .filter(line -> line.startsWith(meter + "{") || line.startsWith(meter + " "))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private static Set<ThreadPolicy> firstQueue() {
        return Set.of(ThreadPolicy.roundRobin(81));
    }

    private static Set<ThreadPolicy> lastQueue() {
        return Set.of(new ThreadPolicy(ThreadPolicy.FIFO, 17, 0, false));
    }

    private static FunctionServer server(int port, int repeat) throws Exception {
        return FunctionServer.start(ServerOptions.ofFib(20, repeat, port, CORE));
    }

    private EmfsCommands commands() {
        return new EmfsCommands(config);
    }
}

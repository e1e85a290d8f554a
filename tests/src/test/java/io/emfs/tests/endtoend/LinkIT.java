package io.emfs.tests.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.emfs.bpf.proc.ProcFs;
import io.emfs.bpf.sched.LinuxThreadScheduler;
import io.emfs.bpf.sched.ThreadPolicy;
import io.emfs.tests.Await;
import io.emfs.tests.FreePorts;
import io.emfs.tests.agent.AgentProcess;
import io.emfs.tests.kernel.RequiresKernel;
import io.emfs.tests.workload.FunctionServer;
import io.emfs.tests.workload.LoadGenerator;
import io.emfs.tests.workload.LoadOptions;
import io.emfs.tests.workload.ServerOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An agent for which a job on a cluster decides: a cluster of three processes, an agent, and functions under load. */
@RequiresKernel
@Timeout(240)
class LinkIT {
    private static final int CORE = Runtime.getRuntime().availableProcessors() - 1;
    private static final long NS_PER_MS = 1_000_000;

    private final LinuxThreadScheduler scheduler = new LinuxThreadScheduler();
    private final ProcFs proc = new ProcFs();
    private final JsonMapper json = new JsonMapper();
    private final String cluster = "127.0.0.1:" + FreePorts.one();
    private final int thumbnailPort = FreePorts.one();
    private final int reportPort = FreePorts.one();
    private final int linkPort = FreePorts.one();

    @TempDir
    private Path directory;

    private Path config;
    private AgentProcess agent;

    @BeforeEach
    void startTheClusterAndTheJob() throws Exception {
        config = Files.writeString(
                directory.resolve("emfs.yaml"),
                yaml("right") + "state: {dir: " + directory.resolve("state") + ", checkpoint-interval: 1s}\n");
        Files.writeString(directory.resolve("right"), "a token of the tests\n");
        Files.writeString(directory.resolve("wrong"), "another token of the tests\n");
        agent = AgentProcess.linked(yaml("right"), FreePorts.one(), List.of());
        commands().succeed("cluster", "start", "--port", cluster.substring(cluster.indexOf(':') + 1));
        commands().succeed("submit", "--cluster", cluster);
    }

    private String yaml(String token) {
        return String.join(
                "\n",
                "node: n1",
                "functions:",
                "  - {name: thumbnail, match: {port: " + thumbnailPort + "}, slo: {percentile: 95, latency: 24ms}}",
                "  - {name: report, match: {port: " + reportPort + "}}",
                "agent:",
                "  job: [\"127.0.0.1:" + linkPort + "-" + (linkPort + 5) + "\"]",
                "  orphan-after: 10s",
                "  link: {insecure: true, ports: " + linkPort + "-" + (linkPort + 5) + ", token-file: "
                        + directory.resolve(token) + "}",
                "");
    }

    @AfterEach
    void stopWhatStillRuns() throws Exception {
        agent.close();
        if (Files.exists(directory.resolve("state/cluster/processes"))) {
            commands().run("cluster", "stop");
        }
    }

    @Test
    void doesWhatTheJobDecidesAndOutlivesItsTaskManagerAndItsEnd() throws Exception {
        agent.start();
        try (FunctionServer thumbnail = server(thumbnailPort, 2000);
                FunctionServer report = server(reportPort, 10)) {
            Await.until("p2 by its SLO", () -> allThreads(thumbnail, ThreadPolicy.roundRobin(71)));
            Await.until("p6 without one", () -> allThreads(report, fifo(17)));
            new LoadGenerator(0).run(LoadOptions.of(Duration.ofSeconds(4), 1, thumbnail.target("thumbnail", 8)));
            Await.until("p1 by its misses", () -> allThreads(thumbnail, ThreadPolicy.roundRobin(81)));
            Await.until("its windows", () -> agent.function("thumbnail").isPresent());
            assertThat(agent.metrics())
                    .contains("emfs_link_up{node=\"n1\"} 1")
                    .contains("emfs_loop_seconds_count{reason=\"slo_missed\"}");
            assertThat(agent.command(List.of("status"))).contains("linked to a job, 1 endpoint");

            turnsAwayWhoHasAnotherToken();
            showsTheFleet();
            showsWhatTheJobLearns();
            decidesAgainAfterTheLossOfATaskManager(thumbnail, report);

            commands().succeed("cluster", "stop");
            Await.until("put back", () -> allThreads(thumbnail, ThreadPolicy.other(0)));
            Await.until("put back", () -> allThreads(report, ThreadPolicy.other(0)));
            assertThat(agent.healthy()).isFalse();
            assertThat(Files.readString(agent.log())).contains("no job for 10 s: all threads are put back");
            agent.stop();
        }
    }

    private void turnsAwayWhoHasAnotherToken() throws Exception {
        try (AgentProcess stranger =
                AgentProcess.linked(yaml("wrong"), FreePorts.one(), List.of("policy.audit=off", "node=n2"))) {
            stranger.launch();
            Await.until("refused", () -> logOf(stranger).contains("refused: wrong token (agent.link.token-file)"));
        }
    }

    private void showsTheFleet() throws Exception {
        Await.until("a window of the fleet", () -> !fleet().path("functions").isEmpty());
        JsonNode thumbnail = fleet().path("functions").path(0);
        assertThat(thumbnail.path("name").asText()).isEqualTo("thumbnail");
        assertThat(thumbnail.path("nodes").asInt()).isEqualTo(1);
        assertThat(thumbnail.path("missed").asLong()).isPositive();
        assertThat(thumbnail.path("slo").path("latencyMs").asDouble()).isEqualTo(24);
        assertThat(thumbnail.path("latencyMs").path("p95").asDouble()).isGreaterThan(24);
        System.out.print(commands().succeed("fleet", "--cluster", cluster));
    }

    private JsonNode fleet() {
        try {
            return json.readTree(commands().succeed("fleet", "--cluster", cluster, "--json"));
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A window of 1 s is a lesson if it has 20 requests, and goes to where models are trained with one a second later. */
    private void showsWhatTheJobLearns() throws Exception {
        int port = FreePorts.one();
        try (FunctionServer busy = FunctionServer.start(
                ServerOptions.ofFib(20, 10, port, CORE).withEnvironment(Map.of("FUNCTION_TARGET", "busy")))) {
            new LoadGenerator(0).run(LoadOptions.of(Duration.ofSeconds(6), 1, busy.target("busy", 60)));
            Await.until("what the job learns from", () -> learnedFrom() > 0);
        }
    }

    /** Rows of the job, as the agent's metrics have them. */
    private double learnedFrom() {
        return agent.metrics()
                .lines()
                .filter(line -> line.startsWith("emfs_learning_rows{node=\"n1\"} "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' ') + 1)))
                .findAny()
                .orElse(0);
    }

    /** And nothing has moved meanwhile. */
    private void decidesAgainAfterTheLossOfATaskManager(FunctionServer thumbnail, FunctionServer report)
            throws Exception {
        JsonNode status = json.readTree(commands().succeed("cluster", "status", "--json"));
        long busy = StreamSupport.stream(status.path("processes").spliterator(), false)
                .filter(process -> process.path("freeSlots").asInt()
                        < process.path("slots").asInt())
                .findFirst()
                .orElseThrow()
                .path("pid")
                .asLong();
        ProcessHandle.of(busy).orElseThrow().destroyForcibly();
        long killedNs = System.nanoTime();
        Await.until("the link is lost", () -> !agent.healthy());
        Await.until("a job decides again", agent::healthy);
        System.out.printf(
                "a killed TaskManager: linked to the job again after %d ms%n",
                (System.nanoTime() - killedNs) / NS_PER_MS);
        assertThat(allThreads(thumbnail, ThreadPolicy.roundRobin(81)))
                .as(logOf(agent))
                .isTrue();
        assertThat(allThreads(report, fifo(17))).as(logOf(agent)).isTrue();
        int more = FreePorts.one();
        try (FunctionServer other = FunctionServer.start(
                ServerOptions.ofFib(20, 10, more, CORE).withEnvironment(Map.of("FUNCTION_TARGET", "other")))) {
            Await.until("a function that is new to the job", () -> policyOf(other) == ThreadPolicy.FIFO);
        }
    }

    private EmfsCommands commands() {
        return new EmfsCommands(config);
    }

    private static FunctionServer server(int port, int repeat) throws IOException {
        return FunctionServer.start(ServerOptions.ofFib(20, repeat, port, CORE));
    }

    private static ThreadPolicy fifo(int priority) {
        return new ThreadPolicy(ThreadPolicy.FIFO, priority, 0, false);
    }

    private boolean allThreads(FunctionServer server, ThreadPolicy expected) {
        return Arrays.stream(proc.threads((int) server.pid()))
                .mapToObj(scheduler::policyOf)
                .allMatch(policy -> policy.policy() == expected.policy() && policy.priority() == expected.priority());
    }

    private int policyOf(FunctionServer server) {
        return scheduler.policyOf((int) server.pid()).policy();
    }

    private static String logOf(AgentProcess process) {
        try {
            return Files.readString(process.log());
        } catch (IOException e) {
            return "";
        }
    }
}

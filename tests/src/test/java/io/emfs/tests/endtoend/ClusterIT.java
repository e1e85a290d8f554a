package io.emfs.tests.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.emfs.jobs.ClusterAccess;
import io.emfs.jobs.ClusterClient;
import io.emfs.jobs.ClusterJob;
import io.emfs.jobs.TaskManagerSlots;
import io.emfs.tests.FreePorts;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The job on a Flink cluster of three processes, by the commands that a user has. */
@Timeout(180)
class ClusterIT {
    private static final long RECOVERY_LIMIT_NS = 30_000_000_000L;
    private static final long NS_PER_MS = 1_000_000;

    /** Each look is a few TLS handshakes, on cores that the recovery needs. */
    private static final int POLL_MS = 200;

    private final JsonMapper json = new JsonMapper();
    private final String address = "127.0.0.1:" + FreePorts.one();

    @TempDir
    private Path directory;

    private Path config;

    @BeforeEach
    void startTheCluster() throws Exception {
        config = Files.writeString(
                directory.resolve("emfs.yaml"),
                "node: n1\nstate: {dir: " + directory.resolve("state") + ", checkpoint-interval: 1s}\n");
        commands().succeed("cluster", "start", "--bare", "--port", address.substring(address.indexOf(':') + 1));
    }

    @AfterEach
    void stopWhatStillRuns() throws Exception {
        if (Files.exists(directory.resolve("state/cluster/processes"))) {
            commands().run("cluster", "stop");
        }
    }

    @Test
    void submitsUpgradesAndRecoversAndLeavesNothing() throws Exception {
        try (ClusterClient client = client()) {
            ClusterJob first = submitted("submit", "--json", "--cluster", address);
            assertThat(client.jobs())
                    .singleElement()
                    .satisfies(job -> assertThat(job.state()).isEqualTo("RUNNING"))
                    .satisfies(job -> assertThat(job.id()).isEqualTo(first.id()));

            String savepoint = commands()
                    .succeed("savepoint", "emfs", directory.resolve("mine").toString(), "--cluster", address)
                    .strip();
            assertThat(Path.of(URI.create(savepoint)).resolve("_metadata")).exists();
            refusesWhatDoesNotRestore(savepoint, client);
            ClusterJob second = submitted("submit", "--json", "--cluster", address, "--from-savepoint", savepoint);

            ClusterJob upgraded = upgradeToAnotherWindow(second);
            assertThat(client.runs(upgraded)).isTrue();
            JsonNode status = json.readTree(commands().succeed("cluster", "status", "--json"));
            recoversFromTheLossOfATaskManager(status, client, upgraded);
            leavesNothing(status);
        }
    }

    private void refusesWhatDoesNotRestore(String savepoint, ClusterClient client) throws Exception {
        EmfsCommands.Outcome refused = commands()
                .run(
                        "submit",
                        "--cluster",
                        address,
                        "--from-savepoint",
                        savepoint,
                        "--set",
                        "flink={pipeline.max-parallelism: 64}");
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.output())
                .contains("the job does not run, and was cancelled")
                .contains("max parallelism");
        assertThat(client.jobs().stream().filter(job -> !job.ended())).hasSize(1);
    }

    private ClusterJob upgradeToAnotherWindow(ClusterJob job) throws Exception {
        Path next = Files.writeString(
                directory.resolve("next.yaml"),
                Files.readString(config) + "windows: [{name: fast, size: 500ms, slide: 100ms}]\n");
        JsonNode result =
                json.readTree(new EmfsCommands(next).succeed("upgrade", job.id(), "--json", "--cluster", address));
        System.out.printf(
                "upgrade on a cluster: %.0f ms%n", result.path("gapMs").asDouble());
        assertThat(result.path("rolledBack").asBoolean()).isFalse();
        assertThat(result.path("changes").toString()).contains("windows.fast: ");
        return job(result.path("job"));
    }

    private static void recoversFromTheLossOfATaskManager(JsonNode status, ClusterClient client, ClusterJob job)
            throws Exception {
        assertThat(status.path("running").asBoolean()).isTrue();
        JsonNode busy = StreamSupport.stream(status.path("processes").spliterator(), false)
                .filter(process -> process.path("freeSlots").asInt()
                        < process.path("slots").asInt())
                .findFirst()
                .orElseThrow();
        String lost = busy.path("name").asText();
        ProcessHandle.of(busy.path("pid").asLong()).orElseThrow().destroyForcibly();

        long killedNs = System.nanoTime();
        while (!runsWithout(lost, client, job)) {
            assertThat(System.nanoTime() - killedNs).isLessThan(RECOVERY_LIMIT_NS);
            Thread.sleep(POLL_MS);
        }
        System.out.printf(
                "a killed TaskManager: all tasks run again after %d ms%n", (System.nanoTime() - killedNs) / NS_PER_MS);
    }

    /** And not only because nobody has noticed yet. */
    private static boolean runsWithout(String lost, ClusterClient client, ClusterJob job) {
        return client.taskManagers().stream().map(TaskManagerSlots::name).noneMatch(lost::equals) && client.runs(job);
    }

    private void leavesNothing(JsonNode status) throws Exception {
        List<Long> pids = new ArrayList<>();
        status.path("processes").forEach(process -> pids.add(process.path("pid").asLong()));
        assertThat(pids).hasSize(3);

        commands().succeed("cluster", "stop");

        assertThat(pids.stream().map(ClusterIT::commandLine).filter(line -> line.contains("org.apache.flink")))
                .isEmpty();
    }

    /** Empty if it has ended. */
    private static String commandLine(long pid) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), "cmdline"));
        } catch (IOException ended) {
            return "";
        }
    }

    private EmfsCommands commands() {
        return new EmfsCommands(config);
    }

    private ClusterClient client() {
        return new ClusterClient(
                ClusterAccess.at(address, directory.resolve("state").toString()));
    }

    private ClusterJob submitted(String... command) throws Exception {
        return job(json.readTree(commands().succeed(command)).path("job"));
    }

    private static ClusterJob job(JsonNode node) {
        return new ClusterJob(
                node.path("id").asText(),
                node.path("name").asText(),
                node.path("state").asText(),
                node.path("startedMs").asLong());
    }
}

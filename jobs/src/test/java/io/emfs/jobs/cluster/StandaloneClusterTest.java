package io.emfs.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What it says before anything runs; what runs, {@code ClusterIT} tests. */
class StandaloneClusterTest {
    private final List<String> progress = new ArrayList<>();

    @TempDir
    private Path root;

    @AfterEach
    void forgetTheJars() {
        System.clearProperty(StandaloneCluster.FLINK);
    }

    @Test
    void startsNothingOnAPortThatIsTaken() throws IOException {
        Files.createDirectories(root.resolve("flink/lib"));
        System.setProperty(StandaloneCluster.FLINK, root.resolve("flink").toString());
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> cluster().start(onPort(taken.getLocalPort())))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("port " + taken.getLocalPort() + " of 127.0.0.1")
                    .hasMessageContaining("--port");
        }
        assertThat(cluster().status()).isEqualTo(new ClusterStatus(false, "", List.of()));
        assertThat(progress).isEmpty();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve("cluster"))))
                .isEqualTo("rwx------");
    }

    @Test
    void saysSoIfThereIsNoFlinkToStart() {
        assertThatThrownBy(() -> cluster().start(onPort(0))).hasMessageContaining("Flink's own jars are not there");
    }

    @Test
    void stopsNothingIfNothingRuns() {
        assertThatThrownBy(() -> cluster().stop()).hasMessageContaining("no cluster runs");
    }

    @Test
    void endsWhatWasStartedAndStartsNothingBeside() throws Exception {
        Files.createDirectories(root.resolve("flink/lib"));
        System.setProperty(StandaloneCluster.FLINK, root.resolve("flink").toString());
        Process child = new ProcessBuilder("sleep", "60").start();
        try {
            ClusterProcess process = ClusterProcess.of(StandaloneCluster.JOB_MANAGER, child);
            ClusterDirectory directory = new ClusterDirectory(root.resolve("cluster")).create();
            for (String name : StandaloneCluster.MEMBERS) {
                new ClusterProcesses(directory.processes()).put(ClusterProcess.of(name, child));
            }
            new SettingsFile(directory).write(Map.of("rest.port", "1"));

            assertThatThrownBy(() -> cluster().start(onPort(0)))
                    .hasMessageContaining("it runs already: job-manager (pid " + child.pid() + ")");
            assertThat(cluster().status())
                    .isEqualTo(new ClusterStatus(
                            false,
                            "",
                            StandaloneCluster.MEMBERS.stream()
                                    .map(name -> new ClusterStatus.Member(name, child.pid(), true, 0, 0))
                                    .toList()));
            cluster().stop();

            assertThat(process.alive()).isFalse();
            assertThat(progress).singleElement().asString().contains("ending job-manager (pid " + child.pid() + ")");
            assertThat(directory.processes()).doesNotExist();
        } finally {
            child.destroyForcibly();
        }
    }

    @Test
    void startsNothingAgainAsItWasNot() throws Exception {
        Files.createDirectories(root.resolve("flink/lib"));
        System.setProperty(StandaloneCluster.FLINK, root.resolve("flink").toString());
        Process child = new ProcessBuilder("sleep", "60").start();
        try {
            ClusterDirectory directory = new ClusterDirectory(root.resolve("cluster")).create();
            new ClusterProcesses(directory.processes()).put(ClusterProcess.of("task-manager-1", child));
            new SettingsFile(directory).write(Map.of("rest.port", "8081"));

            assertThatThrownBy(() -> cluster().start(onPort(9090)))
                    .hasMessageContaining("--port = 9090")
                    .hasMessageContaining("has 8081");
            assertThatThrownBy(() -> cluster()
                            .start(new ClusterRequest(
                                    Optional.empty(), Optional.of(new HighAvailability("127.0.0.1:2181")), true)))
                    .hasMessageContaining("--zookeeper = 127.0.0.1:2181")
                    .hasMessageContaining("has none");
            assertThat(child.isAlive()).isTrue();
            assertThat(progress).isEmpty();
        } finally {
            child.destroyForcibly();
        }
    }

    @Test
    void bindsLoopbackWhereverFlinkBinds() {
        assertThat(ClusterSettings.of(new ClusterDirectory(root), 8081, 6123))
                .containsEntry("rest.bind-address", "127.0.0.1")
                .containsEntry("jobmanager.bind-host", "127.0.0.1")
                .containsEntry("taskmanager.bind-host", "127.0.0.1")
                .containsEntry("web.submit.enable", "false");
    }

    private static ClusterRequest onPort(int port) {
        return new ClusterRequest(Optional.of(port), Optional.empty(), true);
    }

    private StandaloneCluster cluster() {
        return new StandaloneCluster(new ClusterDirectory(root.resolve("cluster")), progress::add);
    }
}

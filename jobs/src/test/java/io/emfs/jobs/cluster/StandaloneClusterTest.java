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
            assertThatThrownBy(() -> cluster().start(taken.getLocalPort()))
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
        assertThatThrownBy(() -> cluster().start(0)).hasMessageContaining("Flink's own jars are not there");
    }

    @Test
    void stopsNothingIfNothingRuns() {
        assertThatThrownBy(() -> cluster().stop()).hasMessageContaining("no cluster runs");
    }

    @Test
    void bindsLoopbackWhereverFlinkBinds() {
        assertThat(ClusterSettings.of(new ClusterDirectory(root), 8081, 6123))
                .containsEntry("rest.bind-address", "127.0.0.1")
                .containsEntry("jobmanager.bind-host", "127.0.0.1")
                .containsEntry("taskmanager.bind-host", "127.0.0.1")
                .containsEntry("web.submit.enable", "false");
    }

    private StandaloneCluster cluster() {
        return new StandaloneCluster(new ClusterDirectory(root.resolve("cluster")), progress::add);
    }
}

package io.emfs.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.HighAvailabilityOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HighAvailabilityTest {
    private static final HighAvailability THREE = new HighAvailability("zk1:2181,zk2:2181,127.0.0.1:2182");

    @TempDir
    private Path root;

    @ParameterizedTest
    @ValueSource(strings = {"", "zk1", "zk1:", ":2181", "zk1:65536", "zk1:2181,", "zk1:2181 zk2:2181"})
    void isToldServersWithPorts(String quorum) {
        assertThatThrownBy(() -> new HighAvailability(quorum))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(quorum + ": must be HOST:PORT, or several with commas between them");
    }

    @Test
    void isItsClustersAlone() {
        Configuration options = options(THREE);
        assertThat(options.get(HighAvailabilityOptions.HA_ZOOKEEPER_QUORUM)).isEqualTo(THREE.quorum());
        assertThat(options.get(HighAvailabilityOptions.ZOOKEEPER_CLIENT_ACL)).isEqualTo("creator");
        assertThat(options.get(HighAvailabilityOptions.ZOOKEEPER_CLIENT_AUTHORIZATION))
                .hasEntrySatisfying("digest", user -> {
                    assertThat(user).startsWith("emfs:");
                    assertThat(UUID.fromString(user.substring("emfs:".length())))
                            .isNotNull();
                });
        assertThat(options.get(HighAvailabilityOptions.HA_ZOOKEEPER_ROOT))
                .isNotEqualTo(options(THREE).get(HighAvailabilityOptions.HA_ZOOKEEPER_ROOT));
    }

    @Test
    void isReadFromFlinksSettingsAsItWasWritten() {
        ClusterDirectory directory = new ClusterDirectory(root).create();
        Map<String, String> options = THREE.options(directory);
        new SettingsFile(directory).write(options);
        assertThat(new SettingsFile(directory).read()).isEqualTo(options);
    }

    @Test
    void saysSoIfNobodyListens() throws Exception {
        int port;
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = server.getLocalPort();
            new HighAvailability("127.0.0.1:1,127.0.0.1:" + port).requireServer();
        }
        assertThatThrownBy(() -> new HighAvailability("127.0.0.1:" + port).requireServer())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("--zookeeper = 127.0.0.1:" + port + ": no ZooKeeper listens there");
    }

    private Configuration options(HighAvailability ha) {
        return Configuration.fromMap(ha.options(new ClusterDirectory(root)));
    }
}

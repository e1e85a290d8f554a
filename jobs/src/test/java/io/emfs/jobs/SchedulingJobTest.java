package io.emfs.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.emfs.config.ConfigLoader;
import io.emfs.config.EmfsConfig;
import io.emfs.config.LoadedConfig;
import io.emfs.operators.learning.BaseModel;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.OperatorIDPair;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchedulingJobTest {
    private final LoadedConfig loaded = ConfigLoader.defaults(
            List.of("node=n1", "state.checkpoint-interval=7s", "windows[0].slide=100ms", "flink={rest.port: 18081}"));
    private final EmfsConfig config = loaded.config();

    @TempDir
    private Path root;

    private StateDirectory directory;
    private Configuration settings;

    @BeforeEach
    void createSettings() {
        directory = new StateDirectory(root.resolve("state")).create();
        settings = FlinkSettings.of(config, directory);
    }

    @AfterEach
    void discardWorking() {
        directory.discardWorking();
    }

    /** A savepoint finds its state by these; changing one is a [State] change. */
    @Test
    void givesEveryOperatorAFixedUid() {
        JobGraph graph = SchedulingJob.graph(JobConfiguration.asOfNow(loaded), BaseModel.SHIPPED, settings);

        List<String> uids = StreamSupport.stream(graph.getVertices().spliterator(), false)
                .flatMap(vertex -> vertex.getOperatorIDs().stream())
                .map(OperatorIDPair::getUserDefinedOperatorUid)
                .filter(Objects::nonNull)
                .toList();
        assertThat(uids)
                .contains(
                        "node-events",
                        "latency-windows",
                        "node-queue-policy",
                        "queue-changes",
                        "function-reports",
                        "learning-reports");
        assertThat(graph.getNumberOfVertices()).as("one chain of calls").isEqualTo(1);
        assertThat(graph.getName()).isEqualTo("emfs");
    }

    @Test
    void listensOnLoopbackAloneAndTakesNoJars() {
        assertThat(settings.toMap())
                .containsEntry("rest.bind-address", "127.0.0.1")
                .containsEntry("jobmanager.bind-host", "127.0.0.1")
                .containsEntry("taskmanager.bind-host", "127.0.0.1")
                .containsEntry("web.submit.enable", "false");
    }

    @Test
    void takesItsIntervalsFromTheConfiguration() {
        assertThat(settings.toMap())
                .containsEntry("execution.checkpointing.interval", "7000ms")
                .containsEntry(
                        "execution.checkpointing.dir",
                        directory.checkpoints().toUri().toString());
    }

    @Test
    void letsFlinkOptionsOfTheConfigurationWin() {
        assertThat(settings.toMap()).containsEntry("rest.port", "18081");
    }

    /** Where its files are, how it is reached, and what memory it has, a cluster knows itself. */
    @Test
    void leavesToAClusterWhatIsTheClustersOwn() {
        assertThat(FlinkSettings.forClusterJob(config).toMap())
                .containsEntry("execution.checkpointing.interval", "7000ms")
                .containsEntry("state.backend.type", "rocksdb")
                .allSatisfy((key, value) -> assertThat(key)
                        .doesNotStartWith("taskmanager.")
                        .doesNotStartWith("heartbeat.")
                        .doesNotContain("dir"));
    }
}

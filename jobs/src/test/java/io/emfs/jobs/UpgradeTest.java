package io.emfs.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emfs.operators.learning.BaseModel;
import io.emfs.state.NodeStanding;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.apache.flink.core.execution.SavepointFormatType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** By way of REST, as from another process. */
class UpgradeTest {
    private static final String OTHER_WINDOWS = "windows: [{name: fast, size: 500ms, slide: 100ms}]\n";

    @TempDir
    private Path directory;

    private RunningJob job;
    private ClusterClient client;

    @BeforeEach
    void startTheJob() {
        job = RunningJob.start(RunningJob.config(directory, ""));
        client = new ClusterClient(ClusterAccess.ofAgent(directory.toString()));
    }

    @AfterEach
    void stopTheJob() {
        client.close();
        job.close();
        new StateDirectory(directory).discardWorking();
    }

    @Test
    void goesOnWithOtherWindowsAndLosesNoProfile() {
        job.promote();
        long learned = job.windowsLearned();

        Upgrade.Result result = new Upgrade(client, null).run("emfs", RunningJob.config(directory, OTHER_WINDOWS));

        assertThat(result.rolledBack()).isFalse();
        assertThat(result.changes()).hasSize(2).anyMatch(change -> change.startsWith("windows.fast: "));
        assertThat(job.queueOf(101)).isEqualTo(1);
        job.serve(2_000);
        RunningJob.await("more lessons", () -> job.windowsLearned() > learned);
        assertThat(job.running()).isTrue();
        assertThat(job.successor().orElseThrow().loaded().config().windows()).hasSize(1);
        assertThat(job.running()).isTrue();
    }

    @Test
    void goesBackToTheFormerJobIfTheStateDoesNotRestore() {
        job.promote();

        Upgrade.Result result = new Upgrade(client, null)
                .run("emfs", RunningJob.config(directory, "flink: {pipeline.max-parallelism: 64}\n"));

        assertThat(result.rolledBack()).isTrue();
        assertThat(result.failure()).contains("max parallelism");
        assertThat(job.queueOf(101)).isEqualTo(1);
        assertThat(client.jobs().stream().filter(each -> !each.ended())).hasSize(1);
    }

    /** As a later release might have written it. */
    @Test
    void saysWhichOperatorCannotBeRestoredAndWhy() throws Exception {
        job.promote();
        ClusterJob former = client.job("emfs");
        String savepoint =
                client.savepoint(former, directory.resolve("mine").toUri().toString(), SavepointFormatType.CANONICAL);
        Path metadata = Path.of(URI.create(savepoint)).resolve("_metadata");
        Files.write(metadata, ofVersion(99, NodeStanding.class, Files.readAllBytes(metadata)));
        client.cancel(former);

        ClusterJob next = client.submit(
                SchedulingJob.graph(
                        JobConfiguration.asOfNow(RunningJob.config(directory, "")),
                        BaseModel.SHIPPED,
                        FlinkSettings.of(RunningJob.config(directory, "").config(), new StateDirectory(directory))),
                savepoint);

        assertThat(client.whyNotRunning(next, Duration.ofSeconds(30)).orElseThrow())
                .contains("the state of operator QueuePolicy cannot be restored")
                .contains("NodeStanding version=99");
        client.cancel(next);
    }

    /** The type's name is followed by the version of its codec. */
    private static byte[] ofVersion(int version, Class<?> type, byte[] savepoint) {
        byte[] name = type.getName().getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.wrap(savepoint.clone());
        int found = 0;
        for (int at = 0; at + name.length + Integer.BYTES <= savepoint.length; at++) {
            if (Arrays.equals(savepoint, at, at + name.length, name, 0, name.length)) {
                bytes.putInt(at + name.length, version);
                found++;
            }
        }
        assertThat(found).isPositive();
        return bytes.array();
    }

    @Test
    void beginsNothingThatAJobAloneCannotChange() {
        assertThatThrownBy(() -> new Upgrade(client, null)
                        .run("emfs", RunningJob.config(directory, "monitor: {max-peers: 3}\n")))
                .hasMessageContaining("monitor.max-peers: 0 → 3")
                .hasMessageContaining("restart the agent");
        assertThatThrownBy(() -> new Upgrade(client, null).run("other", null))
                .hasMessageContaining("no job")
                .hasMessageContaining("other");
        assertThat(client.jobs())
                .singleElement()
                .satisfies(each -> assertThat(each.state()).isEqualTo("RUNNING"));
    }

    @Test
    void writesASavepointWhileTheJobGoesOn() throws Exception {
        job.promote();

        String path = client.savepoint(
                client.job("emfs"), directory.resolve("mine").toUri().toString());

        assertThat(Path.of(URI.create(path)).resolve("_metadata")).exists();
        assertThat(job.queueOf(7)).isEqualTo(1);
    }

    @Test
    void isForThoseAloneWhoCanReadTheKey() throws Exception {
        Map<String, String> options = ClusterAccess.ofAgent(directory.toString());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("rest"))))
                .isEqualTo("rwx------");

        Map<String, String> withoutKey =
                Map.of("rest.address", options.get("rest.address"), "rest.port", options.get("rest.port"));
        try (ClusterClient stranger = new ClusterClient(withoutKey)) {
            assertThatThrownBy(stranger::jobs).isInstanceOf(IllegalStateException.class);
        }
    }
}

package io.emfs.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.emfs.state.FunctionReport;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.apache.flink.core.execution.SavepointFormatType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Savepoints of released versions, and what may be configured otherwise when one is restored. In each, function f of node n1
 * has been promoted to p1, and the job has learned of at least ten of its windows. {@link #write} made them.
 */
class SavepointsTest {
    private static final int LESSONS = 10;

    @TempDir
    private Path directory;

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "0.1.0 | the same            | ",
                "0.1.0 | another size        | windows: [{name: fast, size: 2s, slide: 500ms}, {name: slow, size: 30s, slide: 5s}]",
                "0.1.0 | one window more     | windows: [{name: fast, size: 1s, slide: 200ms}, {name: slow, size: 30s, slide: 5s}, {name: day, size: 24h, slide: 1h}]",
                "0.1.0 | one window less     | windows: [{name: fast, size: 1s, slide: 200ms}]",
                "0.1.0 | other parallelism   | flink: {parallelism.default: 2}",
                "0.1.0 | max. functions      | monitor: {max-functions: 100}",
                "0.1.0 | without learning    | learning: {enabled: false}"
            })
    void restoresWhatItKnew(String version, String what, String more) throws Exception {
        restore(version);

        try (RunningJob job = RunningJob.start(RunningJob.config(directory, more == null ? "" : more + "\n"))) {
            assertThat(job.queueOf(7)).as("a job that knows nothing says p2").isEqualTo(1);
            job.serve(3_000);
            RunningJob.await("a report", () -> job.reports.stream().anyMatch(SavepointsTest::isOfNow));

            assertThat(job.windowsLearned()).isGreaterThanOrEqualTo(LESSONS);
            assertThat(job.running()).isTrue();
        } finally {
            new StateDirectory(directory).discardWorking();
        }
    }

    /** On a road that the job of that savepoint did not have. */
    @Test
    void showsTheAgentHowLearningStands() throws Exception {
        restore("0.1.0");

        try (RunningJob job = RunningJob.start(RunningJob.config(directory, ""))) {
            RunningJob.await("its model", () -> job.learning().model().startsWith("simulation@"));
        } finally {
            new StateDirectory(directory).discardWorking();
        }
    }

    private static boolean isOfNow(FunctionReport report) {
        return report.summary().count() > 0 && report.summary().endMs() > System.currentTimeMillis() - 60_000;
    }

    /** As the checkpoint of an earlier run. */
    private void restore(String version) throws IOException, URISyntaxException {
        Path savepoint = Path.of(Objects.requireNonNull(getClass().getResource("/savepoints/" + version), version)
                .toURI());
        Path checkpoint = Files.createDirectories(
                new StateDirectory(directory).checkpoints().resolve("earlier/chk-1"));
        try (var files = Files.list(savepoint)) {
            for (Path file : files.toList()) {
                Files.copy(file, checkpoint.resolve(file.getFileName()));
            }
        }
    }

    /** {@code mvn -pl jobs -am test -Dtest=SavepointsTest#write -Demfs.write-savepoint=jobs/src/test/resources/savepoints/VERSION} */
    @Test
    @EnabledIfSystemProperty(named = "emfs.write-savepoint", matches = ".+")
    void write() throws Exception {
        Path target = Path.of(System.getProperty("emfs.write-savepoint"));
        // small state goes into the one file of metadata, which can be moved
        String inline = "flink: {execution.checkpointing.data-inline-threshold: 1mb}\n";
        try (RunningJob job = RunningJob.start(RunningJob.config(directory, inline));
                ClusterClient client = new ClusterClient(ClusterAccess.ofAgent(directory.toString()))) {
            job.promote();
            job.serve(15_000);
            RunningJob.await("lessons", () -> job.windowsLearned() >= LESSONS);
            String path = client.savepoint(
                    client.job("emfs"), directory.resolve("made").toUri().toString(), SavepointFormatType.CANONICAL);
            Path made = Path.of(URI.create(path)).resolve("_metadata");
            assertThat(job.windowsLearned()).isGreaterThanOrEqualTo(LESSONS);
            Files.createDirectories(target);
            Files.copy(made, target.resolve("_metadata"));
        } finally {
            new StateDirectory(directory).discardWorking();
        }
    }
}

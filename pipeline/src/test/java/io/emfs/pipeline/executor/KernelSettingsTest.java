package io.emfs.pipeline.executor;

import static org.assertj.core.api.Assertions.assertThat;

import io.emfs.config.PolicyConfig;
import io.emfs.config.PolicyConfig.Late;
import io.emfs.config.PolicyConfig.Mode;
import io.emfs.config.PolicyConfig.Quanta;
import io.emfs.config.PolicyConfig.Ranking;
import io.emfs.config.PolicyConfig.RtThrottling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KernelSettingsTest {
    @TempDir
    Path root;

    private ThreadJournal journal;
    private Path slice;
    private Path runtime;

    @BeforeEach
    void boot() throws IOException {
        Path kernel = Files.createDirectories(root.resolve("proc/sys/kernel"));
        slice = Files.writeString(kernel.resolve("sched_rr_timeslice_ms"), "100\n");
        runtime = Files.writeString(kernel.resolve("sched_rt_runtime_us"), "950000\n");
        Files.writeString(kernel.resolve("osrelease"), "6.18.0-cloud\n");
        journal = ThreadJournal.open(root.resolve("state"), Files.writeString(root.resolve("boot_id"), "b\n"));
    }

    @AfterEach
    void close() throws IOException {
        journal.close();
    }

    @Test
    void setsSliceAndThrottlingAfterNotingTheirOriginals() {
        assertThat(settings().tune(Queues.THREE, policy(Mode.AUTO, RtThrottling.AUTO)))
                .isEmpty();
        assertThat(slice).hasContent("20\n");
        assertThat(runtime).hasContent("-1\n");
        assertThat(journal.index().settings())
                .containsExactly(
                        new SettingRecord(slice.toString(), "100"), new SettingRecord(runtime.toString(), "950000"));
    }

    @Test
    void notesNothingWhereNothingIsToBeChanged() throws IOException {
        Files.writeString(slice, "20\n");
        Files.writeString(runtime, "-1\n");
        settings().tune(Queues.THREE, policy(Mode.RT, RtThrottling.AUTO));
        assertThat(journal.index().settings()).isEmpty();
    }

    @Test
    void keepsThrottlingWhereItIsToldTo() {
        settings().tune(Queues.THREE, policy(Mode.AUTO, RtThrottling.KEEP));
        assertThat(runtime).hasContent("950000\n");
    }

    @Test
    void touchesNothingInFairMode() {
        settings().tune(Queues.THREE, policy(Mode.FAIR, RtThrottling.AUTO));
        assertThat(slice).hasContent("100\n");
        assertThat(runtime).hasContent("950000\n");
    }

    @Test
    void keepsThrottlingWithoutAFairServer() throws IOException {
        Files.writeString(root.resolve("proc/sys/kernel/osrelease"), "6.1.0-18-amd64\n");
        settings().tune(Queues.THREE, policy(Mode.AUTO, RtThrottling.AUTO));
        assertThat(runtime).hasContent("950000\n");
        Files.createDirectories(root.resolve("sys/kernel/debug/sched/fair_server"));
        settings().tune(Queues.THREE, policy(Mode.AUTO, RtThrottling.AUTO));
        assertThat(runtime).hasContent("-1\n");
    }

    @ParameterizedTest
    @CsvSource({"6.12.0,true", "6.11.9,false", "7.0-rc1,true", "5.15.0-generic,false", "6.12,true", "odd,false"})
    void knowsTheFairServerByTheKernelsRelease(String release, boolean expected) throws IOException {
        Files.writeString(root.resolve("proc/sys/kernel/osrelease"), release + "\n");
        assertThat(settings().hasFairServer()).isEqualTo(expected);
    }

    @Test
    void warnsOfWhatCannotBeSetAndSetsTheRest() throws IOException {
        Files.delete(slice);
        assertThat(settings().tune(Queues.THREE, policy(Mode.AUTO, RtThrottling.AUTO)))
                .singleElement()
                .asString()
                .contains(slice.toString(), "20", "no such setting");
        assertThat(runtime).hasContent("-1\n");
    }

    private KernelSettings settings() {
        return new KernelSettings(root, journal);
    }

    private static PolicyConfig policy(Mode mode, RtThrottling throttling) {
        return new PolicyConfig(
                mode,
                Ranking.NONE,
                Quanta.KEEP,
                Late.KEEP,
                throttling,
                "fast",
                2,
                5,
                Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                PolicyConfig.Audit.FUNCTIONS);
    }
}

package io.emfs.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateDirectoryTest {
    @TempDir
    private Path root;

    private StateDirectory directory;

    @BeforeEach
    void createDirectory() {
        directory = new StateDirectory(root.resolve("state")).create();
    }

    @AfterEach
    void discardWorking() {
        directory.discardWorking();
    }

    @Test
    void findsTheNewestCompleteCheckpointOfAnyRun() throws IOException {
        checkpoint("job1/chk-9", 1_000);
        Path newest = checkpoint("job2/chk-3", 3_000);
        checkpoint("job2/chk-2", 2_000);
        Files.createDirectories(directory.checkpoints().resolve("job2/chk-4")); // was not completed

        assertThat(directory.newestCheckpoint()).contains(newest);
    }

    @Test
    void prefersASavepointOfAnUpgradeThatNoCheckpointFollowed() throws IOException {
        checkpoint("job1/chk-9", 1_000);
        Path savepoint = snapshot(directory.savepoints().resolve("savepoint-1"), 2_000);
        assertThat(directory.newestCheckpoint()).contains(savepoint);

        Path later = checkpoint("job2/chk-1", 3_000);
        assertThat(directory.newestCheckpoint()).contains(later);
        directory.purgeCheckpointsBut(directory.newestCheckpoint());
        assertThat(savepoint).doesNotExist();
    }

    @Test
    void findsNoneInANewDirectory() {
        assertThat(directory.newestCheckpoint()).isEmpty();
    }

    @Test
    void purgesTheCheckpointsOfEarlierRuns() throws IOException {
        Path old = checkpoint("job1/chk-9", 1_000);
        Path newest = checkpoint("job2/chk-3", 3_000);

        directory.purgeCheckpointsBut(directory.newestCheckpoint());

        assertThat(old.getParent()).doesNotExist();
        assertThat(newest.resolve("_metadata")).exists();
    }

    @Test
    void emptiesWhatIsTemporary() throws IOException {
        Path leftover = directory.temporary().resolve("minicluster_1/blob");
        Files.createDirectories(leftover.getParent());
        Files.writeString(leftover, "x");
        Path rocksDb = directory.working().resolve("job/db");
        Files.createDirectories(rocksDb);

        directory.purgeTemporary();

        assertThat(directory.temporary()).isEmptyDirectory();
        assertThat(directory.working()).isEmptyDirectory();
    }

    @Test
    void namesTheKeyOfADirectoryThatCannotBe() throws IOException {
        Path file = Files.writeString(root.resolve("file"), "x");

        assertThatThrownBy(() -> new StateDirectory(file.resolve("state")).create())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("state.dir = " + file.resolve("state") + " cannot be created");
    }

    private Path checkpoint(String name, long modifiedMs) throws IOException {
        return snapshot(directory.checkpoints().resolve(name), modifiedMs);
    }

    private static Path snapshot(Path directory, long modifiedMs) throws IOException {
        Path checkpoint = Files.createDirectories(directory);
        Path metadata = Files.writeString(checkpoint.resolve("_metadata"), "");
        Files.setLastModifiedTime(metadata, FileTime.fromMillis(modifiedMs));
        return checkpoint;
    }
}

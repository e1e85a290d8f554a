package io.emfs.pipeline.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emfs.bpf.sched.ThreadPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThreadJournalTest {
    private static final ThreadRecord MAIN = new ThreadRecord(10, 500, 10, 500, ThreadPolicy.other(-3));
    private static final ThreadRecord WORKER =
            new ThreadRecord(10, 500, 11, 501, new ThreadPolicy(ThreadPolicy.FIFO, 7, 0, true));

    @TempDir
    Path dir;

    private Path bootId;
    private Path file;

    @BeforeEach
    void boot() throws IOException {
        bootId = Files.writeString(dir.resolve("boot_id"), "boot-1\n");
        file = dir.resolve("state/journal");
    }

    @Test
    void readsWhatItWrote() throws IOException {
        try (ThreadJournal journal = open()) {
            journal.recordLevels(Levels.of(Queues.THREE));
            journal.record(MAIN);
            journal.record(WORKER);
            journal.record(new SettingRecord("/proc/sys/x", "1 2\t3"));
        }
        try (ThreadJournal journal = open()) {
            assertThat(journal.index().threads()).containsExactly(MAIN, WORKER);
            assertThat(journal.index().settings()).containsExactly(new SettingRecord("/proc/sys/x", "1 2\t3"));
            assertThat(journal.index().levels()).isEqualTo(Levels.of(Queues.THREE));
            assertThat(journal.originalOf(10, 500)).isEqualTo(MAIN.original());
            assertThat(journal.originalOf(10, 499)).isNull();
            assertThat(journal.contains(10, 500, 11)).isTrue();
        }
    }

    @Test
    void ignoresATornLastLineAndGoesOnBehindTheOthers() throws IOException {
        try (ThreadJournal journal = open()) {
            journal.record(MAIN);
        }
        Files.writeString(file, "thread 10 500 11 50", StandardOpenOption.APPEND);
        try (ThreadJournal journal = open()) {
            assertThat(journal.index().threads()).containsExactly(MAIN);
            journal.record(WORKER);
        }
        try (ThreadJournal journal = open()) {
            assertThat(journal.index().threads()).containsExactly(MAIN, WORKER);
        }
    }

    @Test
    void startsAnewAfterATornHeader() throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "emfs-jour");
        try (ThreadJournal journal = open()) {
            assertThat(journal.index().threads()).isEmpty();
        }
        assertThat(file).hasContent("emfs-journal 1 boot-1\n");
    }

    @Test
    void discardsTheJournalOfAnotherBoot() throws IOException {
        try (ThreadJournal journal = open()) {
            journal.record(MAIN);
        }
        Files.writeString(bootId, "boot-2\n");
        try (ThreadJournal journal = open()) {
            assertThat(journal.index().threads()).isEmpty();
        }
        assertThat(file).hasContent("emfs-journal 1 boot-2\n");
    }

    @Test
    void usesTheRestOfADamagedJournal() throws IOException {
        try (ThreadJournal journal = open()) {
            journal.record(MAIN);
        }
        Files.writeString(file, "thread x\n\nnonsense\n", StandardOpenOption.APPEND);
        try (ThreadJournal journal = open()) {
            journal.record(WORKER);
            assertThat(journal.index().threads()).containsExactly(MAIN, WORKER);
        }
    }

    @Test
    void refusesAFormatOfTheFuture() throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "emfs-journal 2 boot-1\n");
        assertThatThrownBy(this::open).isInstanceOf(IOException.class).hasMessageContaining("version=2");
        Files.delete(file);
        open().close(); // and let go of the lock
    }

    @Test
    void belongsToOneLiveAgent() throws IOException {
        try (ThreadJournal agent = open()) {
            agent.record(MAIN);
            assertThatThrownBy(this::open)
                    .isInstanceOf(JournalHeldException.class)
                    .hasMessageContaining("live agent")
                    .hasMessageContaining("journal.lock");
        }
        open().close();
    }

    private ThreadJournal open() throws IOException {
        return ThreadJournal.open(dir.resolve("state"), bootId);
    }
}

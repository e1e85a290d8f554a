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
    private static final ThreadRecord MAIN =
            new ThreadRecord(10, 500, 10, 500, new ThreadPolicy(ThreadPolicy.OTHER, 0, -3, false, 2_000_000));
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
            journal.recordLevels(RealTimeLevels.of(Queues.THREE).levels());
            journal.record(MAIN);
            journal.record(WORKER);
            journal.record(new SettingRecord("/proc/sys/x", "1 2\t3"));
        }
        try (ThreadJournal journal = open()) {
            assertThat(journal.index().threads()).containsExactly(MAIN, WORKER);
            assertThat(journal.index().settings()).containsExactly(new SettingRecord("/proc/sys/x", "1 2\t3"));
            assertThat(journal.index().levels())
                    .isEqualTo(RealTimeLevels.of(Queues.THREE).levels());
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
        assertThat(file).hasContent("emfs-journal 2 boot-1\n");
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
        assertThat(file).hasContent("emfs-journal 2 boot-2\n");
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
    void readsVersionOneWhichKnewNoSlices() throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "emfs-journal 1 boot-1\nlevel 2 72 81 0\nthread 10 500 11 501 1 7 0 1\n");
        try (ThreadJournal journal = open()) {
            assertThat(journal.index().threads()).containsExactly(WORKER);
            assertThat(journal.index().levels().levels()).containsExactly(new Level(ThreadPolicy.RR, 72, 81, 0));
        }
    }

    @Test
    void refusesAFormatOfTheFuture() throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "emfs-journal 3 boot-1\n");
        assertThatThrownBy(this::open).isInstanceOf(IOException.class).hasMessageContaining("version=3");
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

package io.emfs.pipeline.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emfs.bpf.sched.ThreadPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalCompactionTest {
    private static final ThreadPolicy NICE = ThreadPolicy.other(3);
    private static final int MANY = 5000;

    /** The header, three levels, a setting. */
    private static final int OTHER_LINES =
            2 + RealTimeLevels.of(Queues.THREE).levels().levels().size();

    private final FakeNode node = new FakeNode();

    @TempDir
    Path dir;

    private ThreadJournal journal;

    @BeforeEach
    void open() throws IOException {
        journal = Journals.open(dir);
        journal.recordLevels(RealTimeLevels.of(Queues.THREE).levels());
        journal.record(new SettingRecord("/proc/sys/x", "1"));
    }

    @AfterEach
    void close() throws IOException {
        journal.close();
    }

    @Test
    void keepsWhatLives() throws IOException {
        process(1, ThreadPolicy.other(0));
        node.thread(1, 2, NICE);
        journal.record(new ThreadRecord(1, start(1), 2, start(1, 2), NICE));
        endedProcesses(MANY);

        journal.compact(node);

        assertThat(lines()).isEqualTo(OTHER_LINES + 2);
        reopen();
        assertThat(journal.index().threads()).extracting(ThreadRecord::tid).containsExactly(1, 2);
        assertThat(journal.index().levels())
                .isEqualTo(RealTimeLevels.of(Queues.THREE).levels());
        assertThat(journal.index().settings()).containsExactly(new SettingRecord("/proc/sys/x", "1"));
    }

    @Test
    void writesOnInTheNewFile() throws IOException {
        endedProcesses(MANY);
        journal.compact(node);

        process(1, NICE);

        assertThat(lines()).isEqualTo(OTHER_LINES + 1);
        reopen();
        assertThat(journal.originalOf(1, start(1))).isEqualTo(NICE);
    }

    @Test
    void keepsTheRecordThatTellsHowALivingProcessWas() throws IOException {
        node.process(1, 0, ThreadPolicy.other(0));
        journal.record(new ThreadRecord(1, start(1), 2, 7, NICE)); // thread 2 has ended
        journal.record(new ThreadRecord(1, start(1), 3, 8, NICE)); // and so has thread 3
        endedProcesses(MANY);

        journal.compact(node);

        assertThat(journal.originalOf(1, start(1))).isEqualTo(NICE);
        assertThat(journal.contains(1, start(1), 2)).isTrue();
        assertThat(journal.contains(1, start(1), 3)).isFalse();
    }

    @Test
    void forgetsAProcessWhoseNumberAnotherHas() {
        journal.record(new ThreadRecord(1, 5, 1, 5, NICE));
        node.process(1, 0, NICE);
        endedProcesses(MANY);

        journal.compact(node);

        assertThat(journal.originalOf(1, 5)).isNull();
    }

    @Test
    void leavesASmallJournalAlone() throws IOException {
        endedProcesses(100);
        journal.compact(node);
        assertThat(lines()).isEqualTo(OTHER_LINES + 100);
    }

    @Test
    void leavesAJournalAloneOfWhichHalfLives() throws IOException {
        IntStream.rangeClosed(1, MANY).forEach(pid -> process(pid, NICE));
        journal.compact(node);
        assertThat(lines()).isEqualTo(OTHER_LINES + MANY);

        endedProcesses(MANY / 2);
        journal.compact(node);
        assertThat(lines()).isEqualTo(OTHER_LINES + MANY + MANY / 2);

        endedProcesses(MANY);
        journal.compact(node);
        assertThat(lines()).isEqualTo(OTHER_LINES + MANY);
    }

    @Test
    void doesNotBringBackADeletedJournal() throws IOException {
        endedProcesses(MANY);
        journal.delete();

        journal.compact(node);

        assertThat(dir.resolve("journal")).doesNotExist();
        assertThatThrownBy(() -> process(1, NICE)).isInstanceOf(UncheckedIOException.class);
    }

    private void process(int pid, ThreadPolicy original) {
        node.process(pid, 0, original);
        journal.record(new ThreadRecord(pid, start(pid), pid, start(pid), original));
    }

    private void endedProcesses(int count) {
        for (int i = 0; i < count; i++) {
            int pid = 100_000 + i;
            journal.record(new ThreadRecord(pid, 1, pid, 1, NICE));
        }
    }

    private long start(int pid) {
        return start(pid, pid);
    }

    private long start(int pid, int tid) {
        return node.startTimeTicks(pid, tid);
    }

    private int lines() throws IOException {
        return Files.readAllLines(dir.resolve("journal")).size();
    }

    private void reopen() throws IOException {
        journal.close();
        journal = Journals.open(dir);
    }
}

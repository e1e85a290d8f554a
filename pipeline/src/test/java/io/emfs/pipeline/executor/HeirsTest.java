package io.emfs.pipeline.executor;

import static org.assertj.core.api.Assertions.assertThat;

import io.emfs.bpf.monitor.ProcessTable.Fork;
import io.emfs.bpf.sched.ThreadPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeirsTest {
    private static final ThreadPolicy NICE = ThreadPolicy.other(3);
    private static final ThreadPolicy P1 = ThreadPolicy.roundRobin(81);

    private final FakeNode node = new FakeNode();
    private final Set<Fork> forks = new HashSet<>();

    @TempDir
    Path dir;

    private ThreadJournal journal;
    private Heirs heirs;

    /** Process 10 is a function's, was at nice 3 and is in p1. */
    @BeforeEach
    void place() throws IOException {
        journal = Journals.open(dir);
        journal.recordLevels(RealTimeLevels.of(Queues.THREE).levels());
        heirs = new Heirs(journal, node, () -> new HashSet<>(forks));
        node.process(10, 1, P1);
        journal.record(new ThreadRecord(10, start(10), 10, start(10), NICE));
    }

    @AfterEach
    void close() throws IOException {
        journal.close();
    }

    @Test
    void restoresAGrandchildWhoseParentsHaveEnded() throws IOException {
        node.process(30, 1, P1); // its parent 20 has ended: it is init's
        forks.add(new Fork(30, 20, 10, 100));

        heirs.record();
        node.kill(10);

        assertThat(journal.originalOf(30, start(30))).isEqualTo(NICE);
        RestoreReport report = new Restorer(node.ports()).restore(journal);
        assertThat(report).isEqualTo(new RestoreReport(1, 1, 0, 0, 0));
        assertThat(node.policy(30)).isEqualTo(NICE);
    }

    @Test
    void journalsEachOnce() throws IOException {
        node.process(20, 10, P1);
        forks.add(new Fork(20, 10, 10, 100));
        heirs.record();
        long lines = lines();
        heirs.record();
        assertThat(lines()).isEqualTo(lines);
    }

    @Test
    void tellsAForkFromAnEarlierOneOfTheSameNumber() {
        node.process(20, 10, P1);
        forks.add(new Fork(20, 10, 10, 100));
        heirs.record();
        node.process(20, 10, P1);
        forks.clear();
        forks.add(new Fork(20, 10, 10, 200));

        heirs.record();

        assertThat(journal.originalOf(20, start(20))).isEqualTo(NICE);
    }

    @Test
    void waitsForItsParentToBeJournalled() {
        node.process(40, 1, NICE);
        node.process(50, 40, P1);
        forks.add(new Fork(50, 40, 40, 100));
        heirs.record();
        assertThat(journal.originalOf(50, start(50))).isNull();

        journal.record(new ThreadRecord(40, start(40), 40, start(40), NICE));
        heirs.record();

        assertThat(journal.originalOf(50, start(50))).isEqualTo(NICE);
    }

    @Test
    void takesNoLaterProcessForAParent() {
        node.process(60, 1, P1);
        node.process(10, 1, P1); // took over the number of 60's parent, and is journalled
        journal.record(new ThreadRecord(10, start(10), 10, start(10), ThreadPolicy.other(-5)));
        forks.add(new Fork(60, 10, 10, 100));

        heirs.record();

        assertThat(journal.originalOf(60, start(60))).isNull();
    }

    @Test
    void passesOverWhatHasEnded() throws IOException {
        long lines = lines();
        forks.add(new Fork(70, 10, 10, 100));
        heirs.record();
        assertThat(lines()).isEqualTo(lines);
    }

    private long start(int pid) {
        return node.startTimeTicks(pid, pid);
    }

    private long lines() throws IOException {
        return Files.readAllLines(dir.resolve("journal")).size();
    }
}

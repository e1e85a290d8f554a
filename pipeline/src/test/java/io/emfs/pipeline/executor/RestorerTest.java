package io.emfs.pipeline.executor;

import static io.emfs.pipeline.Events.change;
import static io.emfs.pipeline.Events.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.emfs.bpf.Errno;
import io.emfs.bpf.sched.ThreadPolicy;
import io.emfs.config.PolicyConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

class RestorerTest {
    private static final ThreadPolicy PLAIN = ThreadPolicy.other(0);
    private static final ThreadPolicy NICE = ThreadPolicy.other(3);
    private static final ThreadPolicy P1 = ThreadPolicy.roundRobin(81);

    private final FakeNode node = new FakeNode();

    @TempDir
    Path dir;

    private ThreadJournal journal;
    private Path sysctl;

    /** A function of two threads in p1, a kernel setting changed, and then the agent is killed. */
    @BeforeEach
    void leaveWorkBehind() throws IOException {
        sysctl = Files.writeString(dir.resolve("setting"), "20\n");
        node.function(key("f"), 10, PLAIN, NICE);
        try (ThreadJournal agents = Journals.open(dir)) {
            agents.record(new SettingRecord(sysctl.toString(), "100"));
            Executor executor = new Executor(
                    Queues.THREE,
                    PolicyConfig.DEFAULT,
                    FunctionPorts.of(node),
                    node.ports(),
                    agents,
                    new SimpleMeterRegistry(),
                    Schedulers.immediate(),
                    () -> 0);
            executor.apply(Flux.just(change(key("f"), 0, 1, 0))).blockLast();
        }
        node.applied.clear();
        journal = Journals.open(dir);
    }

    @AfterEach
    void close() throws IOException {
        journal.close();
    }

    @Test
    void releasesOneProcessAndKeepsTheJournal() {
        node.process(20, 1, P1); // in nobody's journal

        RestoreReport report = new Restorer(node.ports()).release(journal, 10);
        new Restorer(node.ports()).release(journal, 20);

        assertThat(report.restored()).isEqualTo(2);
        assertThat(node.policyOf(10)).isEqualTo(PLAIN);
        assertThat(node.policyOf(11)).isEqualTo(NICE);
        assertThat(node.policyOf(20)).isEqualTo(P1);
        assertThat(journal.contains(10, node.startTimeTicks(10, 10), 11)).isTrue();
    }

    @Test
    void putsThreadsAndSettingsBackAndDeletesTheJournal() throws IOException {
        node.beforeApply = tid -> assertThat(sysctl).hasContent("20\n"); // settings come last
        assertThat(restore()).isEqualTo(new RestoreReport(2, 0, 0, 0, 1));
        assertThat(node.policy(10)).isEqualTo(PLAIN);
        assertThat(node.policy(11)).isEqualTo(NICE);
        assertThat(node.applied).containsExactly(10, 11);
        assertThat(sysctl).hasContent("100\n");
        assertThat(dir.resolve("journal")).doesNotExist();
    }

    @Test
    void goesOverThreadsThatHaveEnded() throws IOException {
        node.tasks.remove(11);
        assertThat(restore()).isEqualTo(new RestoreReport(1, 1, 0, 0, 1));
    }

    @Test
    void leavesALaterProcessOfTheSameNumberAlone() throws IOException {
        node.kill(10);
        node.process(10, 1, P1);
        assertThat(restore()).isEqualTo(new RestoreReport(0, 2, 0, 0, 1));
        assertThat(node.policy(10)).isEqualTo(P1);
    }

    @Test
    void leavesThreadsThatSomebodyElseChanged() throws IOException {
        node.set(11, ThreadPolicy.roundRobin(99));
        assertThat(restore()).isEqualTo(new RestoreReport(1, 0, 1, 0, 1));
        assertThat(node.policy(11)).isEqualTo(ThreadPolicy.roundRobin(99));
    }

    @Test
    void restoresFromEveryPriorityOfABand() throws IOException {
        node.set(11, ThreadPolicy.roundRobin(73));
        assertThat(restore().restored()).isEqualTo(2);
    }

    @Test
    void putsHeirsBackToHowTheirProcessWas() throws IOException {
        node.thread(10, 12, P1);
        node.process(20, 10, P1);
        node.thread(20, 21, P1);
        node.process(30, 20, P1);
        node.process(40, 1, P1); // none of ours
        node.process(50, 10, ThreadPolicy.roundRobin(99)); // below us, but not at a policy of ours
        assertThat(restore()).isEqualTo(new RestoreReport(6, 0, 0, 0, 1));
        assertThat(node.applied).containsExactlyInAnyOrder(10, 11, 12, 20, 21, 30);
        assertThat(node.policy(30)).isEqualTo(PLAIN);
        assertThat(node.policy(40)).isEqualTo(P1);
        assertThat(node.policy(50)).isEqualTo(ThreadPolicy.roundRobin(99));
    }

    @Test
    void catchesThreadsBornWhileItWorks() throws IOException {
        int[] next = {12};
        node.beforeApply = tid -> {
            if (next[0] < 15) {
                node.thread(10, next[0]++, P1);
            }
        };
        assertThat(restore().restored()).isEqualTo(5);
    }

    @Test
    void restoresAHeirThatTookOverTheNumberOfAJournalledThread() throws IOException {
        node.thread(10, 11, P1);
        assertThat(restore()).isEqualTo(new RestoreReport(2, 1, 0, 0, 1));
        assertThat(node.policy(11)).isEqualTo(PLAIN);
    }

    @Test
    void restoresAChildThatTookOverTheNumberOfAJournalledProcess() throws IOException {
        journal.record(new ThreadRecord(20, 1, 20, 1, PLAIN));
        node.process(20, 10, P1);
        assertThat(restore()).isEqualTo(new RestoreReport(3, 1, 0, 0, 1));
        assertThat(node.policy(20)).isEqualTo(PLAIN);
    }

    @Test
    void keepsTheJournalWhileSomethingFails() throws IOException {
        node.tasks.values().forEach(task -> task.refusal = Errno.EPERM);
        Files.delete(sysctl);
        assertThat(restore()).isEqualTo(new RestoreReport(0, 0, 0, 3, 0));
        assertThat(dir.resolve("journal")).exists();
        node.tasks.values().forEach(task -> task.refusal = null);
        Files.writeString(sysctl, "20\n");
        assertThat(restore()).isEqualTo(new RestoreReport(2, 0, 0, 0, 1));
        assertThat(dir.resolve("journal")).doesNotExist();
    }

    private RestoreReport restore() throws IOException {
        return new Restorer(node.ports()).restore(journal);
    }
}

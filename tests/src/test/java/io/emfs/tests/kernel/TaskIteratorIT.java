package io.emfs.tests.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.emfs.bpf.proc.ProcFs;
import io.emfs.bpf.proc.TaskIterator;
import io.emfs.bpf.proc.TaskIterator.Task;
import io.emfs.bpf.proc.ThreadFacts;
import io.emfs.tests.Await;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against proc(5). */
@RequiresKernel
class TaskIteratorIT {
    private static final int SELF = (int) ProcessHandle.current().pid();

    private final ProcFs proc = new ProcFs();
    private final ThreadFacts facts = new ThreadFacts();
    private TaskIterator tasks;

    @BeforeEach
    void open() {
        tasks = TaskIterator.open().orElseThrow();
    }

    @AfterEach
    void close() {
        tasks.close();
    }

    @Test
    void tellsOfAProcessWhatProcDoes() throws Exception {
        Process process = new ProcessBuilder("sleep", "20").start();
        try {
            int pid = (int) process.pid();
            Task task = tasks.thread(pid).orElseThrow();
            assertThat(task.pid()).isEqualTo(pid);
            assertThat(task.parent()).isEqualTo(SELF);
            assertThat(task.startTicks()).isEqualTo(facts.startTicks(pid, pid)).isPositive();
            Await.until("asleep", () -> tasks.thread(pid).filter(Task::runnable).isEmpty());
            long ranNs = tasks.thread(pid).orElseThrow().ranNs();
            assertThat(ranNs).isEqualTo(facts.ranNs(pid, pid)).isPositive();

            process.destroyForcibly().waitFor();
            assertThat(tasks.thread(pid)).isEmpty();
            assertThat(tasks.ofProcess(pid)).isEmpty();
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void tellsOfEveryThreadOfAProcess() throws Exception {
        Process crowd = new ProcessBuilder("java", "-Xshare:auto", "-version").start();
        crowd.waitFor(); // some activity before: numbers are not in a row
        List<Task> own = tasks.ofProcess(SELF);

        assertThat(own).allMatch(task -> task.pid() == SELF).hasSizeGreaterThan(5);
        assertThat(own).extracting(Task::tid).contains(SELF).doesNotHaveDuplicates();
        for (int tid : proc.threads(SELF)) {
            Optional<Task> known =
                    own.stream().filter(task -> task.tid() == tid).findFirst();
            long startTicks = facts.startTicks(SELF, tid);
            known.ifPresent(task -> {
                if (startTicks != ThreadFacts.GONE) {
                    assertThat(task.startTicks()).isEqualTo(startTicks);
                }
            });
        }
        assertThat(own.stream()
                        .filter(task -> facts.startTicks(SELF, task.tid()) == task.startTicks())
                        .count())
                .isGreaterThan(own.size() / 2);
    }

    @Test
    void tellsOfEveryProcessOfTheMachine() {
        int[] processes = proc.processes();
        List<Task> all = tasks.all();

        assertThat(all.stream().filter(task -> task.pid() == task.tid()).map(Task::pid))
                .contains(SELF)
                .doesNotHaveDuplicates()
                .hasSizeGreaterThan(processes.length / 2);
        assertThat(Arrays.stream(processes)
                        .filter(pid -> all.stream().anyMatch(task -> task.pid() == pid))
                        .count())
                .as("some may have ended meanwhile")
                .isGreaterThan(processes.length * 9L / 10);
    }
}

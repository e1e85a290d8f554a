package io.emfs.bpf.proc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class ThreadFactsTest {
    private final ThreadFacts facts = new ThreadFacts();
    private final int self = (int) ProcessHandle.current().pid();

    @Test
    void readsStartAndStateWhateverTheThreadIsCalled() throws IOException {
        String rename = "printf 'a) R 1 (b' > /proc/$$/comm; read line";
        Process child = new ProcessBuilder("sh", "-c", rename).start();
        try {
            int pid = (int) child.pid();
            while (!new ProcFs().parent(pid).isPresent() || !isNamed(pid)) {
                Thread.onSpinWait();
            }
            assertThat(facts.startTicks(pid, pid))
                    .isEqualTo(new ProcFs().startTimeTicks(pid, pid).orElseThrow());
            assertThat(facts.state(pid, pid).startTicks()).isEqualTo(facts.startTicks(pid, pid));
        } finally {
            child.destroyForcibly();
        }
    }

    @Test
    void seesThatTheCallerRunsAndHasRun() {
        int tid = self; // the JVM's first thread waits for the others
        assertThat(facts.state(self, tid).runnable()).isFalse();
        assertThat(facts.ranNs(self, tid)).isPositive();
        boolean anyRuns = false;
        for (int thread : new ProcFs().threads(self)) {
            anyRuns |= facts.state(self, thread).runnable();
        }
        assertThat(anyRuns).isTrue();
    }

    @Test
    void knowsNothingOfThreadsThatAreGone() {
        int none = Integer.MAX_VALUE;
        assertThat(facts.startTicks(none, none)).isEqualTo(ThreadFacts.GONE);
        assertThat(facts.state(self, none)).isEqualTo(ThreadFacts.State.GONE);
        assertThat(facts.ranNs(self, none)).isEqualTo(ThreadFacts.GONE);
    }

    private static boolean isNamed(int pid) throws IOException {
        return KernelFile.read(java.nio.file.Path.of("/proc/" + pid + "/comm")).startsWith("a)");
    }
}

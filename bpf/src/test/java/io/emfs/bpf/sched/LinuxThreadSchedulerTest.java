package io.emfs.bpf.sched;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emfs.bpf.Errno;
import io.emfs.bpf.NativeException;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reads and lowers only, which needs no privilege; raising is tested with the kernel tests. */
class LinuxThreadSchedulerTest {
    private final LinuxThreadScheduler scheduler = new LinuxThreadScheduler();
    private Process child;

    @BeforeEach
    void startChild() throws IOException {
        child = new ProcessBuilder("sleep", "30").start();
    }

    @AfterEach
    void endChild() {
        child.destroyForcibly();
    }

    @Test
    void readsBackWhatItApplied() {
        int tid = (int) child.pid();

        scheduler.apply(tid, ThreadPolicy.other(7));

        assertThat(scheduler.policyOf(tid)).isEqualTo(new ThreadPolicy(ThreadPolicy.OTHER, 0, 7, false));
    }

    @Test
    void tellsASliceOfItsOwnFromTheDefault() {
        int tid = (int) child.pid();
        assertThat(scheduler.policyOf(tid).sliceNs()).isZero();
        ThreadPolicy own = new ThreadPolicy(ThreadPolicy.OTHER, 0, 7, false, 2_000_000);

        scheduler.apply(tid, own);

        assertThat(scheduler.policyOf(tid)).isEqualTo(scheduler.hasSlices() ? own : ThreadPolicy.other(7));
        scheduler.apply(tid, ThreadPolicy.other(7));
        assertThat(scheduler.policyOf(tid)).isEqualTo(ThreadPolicy.other(7));
    }

    @Test
    void keepsResetOnFork() {
        int tid = (int) child.pid();

        scheduler.apply(tid, new ThreadPolicy(ThreadPolicy.OTHER, 0, 7, true));

        assertThat(scheduler.policyOf(tid).resetOnFork()).isTrue();
    }

    @Test
    void namesCallAndThreadThatIsGone() throws InterruptedException {
        int tid = (int) child.pid();
        child.destroyForcibly().waitFor();

        assertThatThrownBy(() -> scheduler.policyOf(tid))
                .isInstanceOfSatisfying(
                        NativeException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ESRCH))
                .hasMessageContaining("sched_getattr(tid=" + tid + "): ESRCH");
        assertThatThrownBy(() -> scheduler.apply(tid, ThreadPolicy.other(0)))
                .isInstanceOfSatisfying(
                        NativeException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ESRCH));
    }
}

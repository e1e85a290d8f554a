package io.emfs.bpf.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.emfs.bpf.Errno;
import io.emfs.bpf.NativeException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class DeadlineThreadTest {
    private static final long NS_PER_MS = 1_000_000;
    private static final long FAR_NS = 3_600_000 * NS_PER_MS;

    private final BlockingQueue<Integer> looked = new LinkedBlockingQueue<>();

    @Test
    void looksAtEachCpuOnceItsDeadlineHasCome() throws InterruptedException {
        try (DeadlineThread deadlines = new DeadlineThread(3, looked::add)) {
            deadlines.start();
            long nowNs = System.nanoTime();
            deadlines.at(0, nowNs + FAR_NS);
            deadlines.at(2, nowNs + 5 * NS_PER_MS);

            assertThat(looked.take()).isEqualTo(2);
            assertThat(System.nanoTime()).isGreaterThanOrEqualTo(nowNs + 5 * NS_PER_MS);
            deadlines.at(1, nowNs); // over already
            assertThat(looked.take()).isEqualTo(1);
        }
        assertThat(looked).isEmpty();
    }

    @Test
    void takesTheNewestDeadlineOfACpu() throws InterruptedException {
        try (DeadlineThread deadlines = new DeadlineThread(1, looked::add)) {
            deadlines.start();
            deadlines.at(0, System.nanoTime() + FAR_NS);
            deadlines.at(0, System.nanoTime());

            assertThat(looked.take()).isZero();
        }
        assertThat(looked).isEmpty();
    }

    @Test
    void goesOnAfterALookThatFailed() throws InterruptedException {
        try (DeadlineThread deadlines = new DeadlineThread(1, cpu -> {
            looked.add(cpu);
            throw new NativeException("bpf_prog_test_run_opts", "check", Errno.EPERM);
        })) {
            deadlines.start();
            for (int i = 0; i < 2; i++) {
                deadlines.at(0, System.nanoTime());
                assertThat(looked.take()).isZero();
            }
        }
    }
}

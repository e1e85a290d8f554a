package io.emfs.bpf.sched;

import io.emfs.bpf.NativeException;
import io.emfs.bpf.proc.ThreadFacts;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/**
 * The slice that the kernel gives to threads which asked for none; it tells no difference between the two, and its own
 * setting is in debugfs, which may be locked. So a thread is started, given the default, and asked. It sleeps meanwhile: as
 * a fair thread, it might not get to run for long.
 */
final class DefaultSlice {
    /** What kernels say that know no slices of threads (before Linux 6.12). */
    static final long NONE = 0;

    private DefaultSlice() {}

    /** The slice in ns, or {@link #NONE}. Blocks for as long as a thread takes to start. */
    static long ask() {
        CompletableFuture<Integer> tid = new CompletableFuture<>();
        CountDownLatch asked = new CountDownLatch(1);
        Thread sleeper = new Thread(
                () -> {
                    tid.complete(ThreadFacts.currentTid());
                    awaitUninterruptibly(asked);
                },
                "emfs-slice");
        sleeper.setDaemon(true);
        sleeper.start();
        try {
            return ask(tid.join());
        } finally {
            asked.countDown();
        }
    }

    private static long ask(int tid) {
        ThreadPolicy before = SchedAttribute.get(tid);
        try {
            SchedAttribute.set(tid, ThreadPolicy.other(before.realTime() ? 0 : before.nice()));
            return SchedAttribute.get(tid).sliceNs();
        } catch (NativeException notEvenItsOwn) {
            return NONE; // there will be no slices to restore
        } finally {
            putBack(tid, before);
        }
    }

    /** A fair thread in the agent would hold up its safepoints; refused, it ends all the same. */
    private static void putBack(int tid, ThreadPolicy before) {
        try {
            SchedAttribute.set(tid, before);
        } catch (NativeException refused) {
            return;
        }
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

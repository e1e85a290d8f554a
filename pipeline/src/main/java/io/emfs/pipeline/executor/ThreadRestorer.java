package io.emfs.pipeline.executor;

import io.emfs.bpf.Errno;
import io.emfs.bpf.NativeException;
import io.emfs.bpf.sched.ThreadPolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts single threads back and counts what became of them. One use, one thread. */
final class ThreadRestorer {
    private static final Logger LOG = LoggerFactory.getLogger(ThreadRestorer.class);

    private final ThreadPorts ports;
    private final Levels levels;

    private int restored;
    private int gone;
    private int foreign;
    private int failed;

    ThreadRestorer(ThreadPorts ports, Levels levels) {
        this.ports = ports;
        this.levels = levels;
    }

    /** False if the thread has ended. */
    boolean restore(ThreadRecord thread) {
        if (ports.threads().startTimeTicks(thread.pid(), thread.tid()) != thread.startTicks()) {
            gone++;
            return false;
        }
        attempt(thread.tid(), () -> {
            ThreadPolicy current = ports.scheduler().policyOf(thread.tid());
            if (Levels.same(current, thread.original())) {
                return;
            }
            if (!levels.cover(current)) {
                foreign++;
                return;
            }
            set(thread.tid(), thread.original());
        });
        return true;
    }

    /** A thread that is in no journal, but may have inherited a policy of ours. */
    void restoreHeir(int tid, ThreadPolicy original, boolean realTimeOnly) {
        attempt(tid, () -> {
            ThreadPolicy current = ports.scheduler().policyOf(tid);
            boolean ours = levels.cover(current) && (current.realTime() || current.sliceNs() != 0 || !realTimeOnly);
            if (ours && !Levels.same(current, original)) {
                set(tid, original);
            }
        });
    }

    private void set(int tid, ThreadPolicy original) {
        ports.scheduler().apply(tid, original);
        restored++;
    }

    private void attempt(int tid, Runnable calls) {
        try {
            calls.run();
        } catch (NativeException e) {
            if (e.errno() == Errno.ESRCH) {
                gone++;
            } else {
                failed++;
                LOG.warn("thread {} was not put back: {}", tid, e.getMessage());
            }
        }
    }

    RestoreReport report(int sysctls, int failedSysctls) {
        return new RestoreReport(restored, gone, foreign, failed + failedSysctls, sysctls);
    }
}

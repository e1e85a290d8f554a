package io.emfs.tests.chaos;

import io.emfs.bpf.NativeException;
import io.emfs.bpf.proc.KernelFile;
import io.emfs.bpf.sched.LinuxThreadScheduler;
import io.emfs.bpf.sched.ThreadPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * All that tells how the kernel schedules a thread.
 *
 * @param sliceNs of a fair thread (EEVDF); 0 for others, and where the kernel does not tell
 */
record ThreadSchedule(ThreadPolicy policy, long sliceNs) {
    private static final LinuxThreadScheduler SCHEDULER = new LinuxThreadScheduler();
    private static final String SLICE = "se.slice";

    /** What this JVM's own main thread has: nobody gave it another. */
    private static final long DEFAULT_SLICE_NS =
            sliceNs((int) ProcessHandle.current().pid());

    /** A thread that was given this and nothing else. */
    static ThreadSchedule of(ThreadPolicy policy) {
        return new ThreadSchedule(policy, policy.realTime() ? 0 : DEFAULT_SLICE_NS);
    }

    /** As it is now; empty if the thread has ended. */
    static Optional<ThreadSchedule> of(int tid) {
        return policyOf(tid).map(policy -> new ThreadSchedule(policy, policy.realTime() ? 0 : sliceNs(tid)));
    }

    static Optional<ThreadPolicy> policyOf(int tid) {
        try {
            return Optional.of(SCHEDULER.policyOf(tid));
        } catch (NativeException ended) {
            return Optional.empty();
        }
    }

    private static long sliceNs(int tid) {
        try {
            return KernelFile.read(Path.of("/proc", Integer.toString(tid), "sched"))
                    .lines()
                    .filter(line -> line.startsWith(SLICE))
                    .mapToLong(line ->
                            Long.parseLong(line.substring(line.indexOf(':') + 1).strip()))
                    .findFirst()
                    .orElse(0);
        } catch (IOException endedOrUntold) {
            return 0;
        }
    }
}

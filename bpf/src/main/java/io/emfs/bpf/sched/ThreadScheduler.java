package io.emfs.bpf.sched;

import io.emfs.bpf.NativeException;

/**
 * The syscall port: what eMFS asks of sched(7). Thread-safe. The calls on a thread throw {@link NativeException} with ESRCH
 * if it is gone and EPERM if the kernel refuses.
 */
public interface ThreadScheduler {

    ThreadPolicy policyOf(int tid);

    /** Sets policy, priority, nice and slice of one thread; nice and slice are left alone for real-time policies. */
    void apply(int tid, ThreadPolicy policy);

    /** Whether threads have slices of their own (Linux 6.12). */
    default boolean hasSlices() {
        return true;
    }
}

package io.emfs.bpf.sched;

import io.emfs.bpf.NativeException;

/**
 * The syscall port: what eMFS asks of sched(7). Thread-safe. Both calls throw {@link NativeException} with ESRCH if the
 * thread is gone and EPERM if the kernel refuses.
 */
public interface ThreadScheduler {

    ThreadPolicy policyOf(int tid);

    /** Sets policy, priority and nice of one thread; nice is left alone for real-time policies. */
    void apply(int tid, ThreadPolicy policy);
}

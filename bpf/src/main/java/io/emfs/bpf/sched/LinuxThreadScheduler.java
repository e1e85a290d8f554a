package io.emfs.bpf.sched;

/** sched(7) by system call: sched_getattr(2), sched_setattr(2). Thread-safe. */
public final class LinuxThreadScheduler implements ThreadScheduler {
    private final long defaultSliceNs = DefaultSlice.ask();

    @Override
    public ThreadPolicy policyOf(int tid) {
        ThreadPolicy told = SchedAttribute.get(tid);
        return told.sliceNs() == 0 || told.sliceNs() != defaultSliceNs
                ? told
                : new ThreadPolicy(told.policy(), told.priority(), told.nice(), told.resetOnFork());
    }

    @Override
    public void apply(int tid, ThreadPolicy policy) {
        SchedAttribute.set(tid, policy);
    }

    @Override
    public boolean hasSlices() {
        return defaultSliceNs != DefaultSlice.NONE;
    }
}

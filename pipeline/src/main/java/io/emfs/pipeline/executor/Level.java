package io.emfs.pipeline.executor;

import io.emfs.bpf.sched.ThreadPolicy;

/**
 * Where eMFS may put a thread: some priorities of a real-time policy, or one nice level outside.
 *
 * @param policy the sched(7) number
 * @param low lowest priority that eMFS gives out; 0 outside real time
 * @param high highest; 0 outside real time
 * @param nice of consequence outside real time only
 */
record Level(int policy, int low, int high, int nice) {

    /** Whether eMFS may have put a thread there. */
    boolean covers(ThreadPolicy current) {
        return current.policy() == policy
                && (current.realTime()
                        ? current.priority() >= low && current.priority() <= high
                        : current.nice() == nice);
    }
}

package io.emfs.pipeline.executor;

import io.emfs.bpf.sched.ThreadPolicy;
import java.util.HashSet;
import java.util.Set;

/** The places that eMFS has given to threads of one function: what its new threads may have inherited. Not thread-safe. */
final class Given {
    private final Set<ThreadPolicy> policies = new HashSet<>();

    void add(ThreadPolicy policy) {
        policies.add(policy.effective());
    }

    boolean contains(ThreadPolicy current) {
        return policies.contains(current.effective());
    }
}

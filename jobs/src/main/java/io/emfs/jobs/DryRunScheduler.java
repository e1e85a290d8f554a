package io.emfs.jobs;

import io.emfs.bpf.sched.ThreadPolicy;
import io.emfs.bpf.sched.ThreadScheduler;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code run --dry-run}: reads how threads are scheduled, says what it would set, sets nothing. Thread-safe. */
final class DryRunScheduler implements ThreadScheduler {
    private static final Logger log = LoggerFactory.getLogger("dry-run");

    private final ThreadScheduler real;
    private final Map<Integer, ThreadPolicy> wouldBe = new ConcurrentHashMap<>();

    DryRunScheduler(ThreadScheduler real) {
        this.real = real;
    }

    @Override
    public ThreadPolicy policyOf(int tid) {
        ThreadPolicy actual = real.policyOf(tid);
        return wouldBe.getOrDefault(tid, actual);
    }

    @Override
    public void apply(int tid, ThreadPolicy policy) {
        ThreadPolicy actual = real.policyOf(tid);
        wouldBe.put(tid, policy);
        log.info("would set thread {} to {} (is {})", tid, policy, actual);
    }

    @Override
    public boolean hasSlices() {
        return real.hasSlices();
    }
}

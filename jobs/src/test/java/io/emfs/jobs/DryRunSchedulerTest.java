package io.emfs.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.emfs.bpf.sched.ThreadPolicy;
import io.emfs.bpf.sched.ThreadScheduler;
import org.junit.jupiter.api.Test;

class DryRunSchedulerTest {
    private static final ThreadPolicy NICE_5 = ThreadPolicy.other(5);

    private int applied;
    private final ThreadScheduler dryRun = new DryRunScheduler(new ThreadScheduler() {
        @Override
        public ThreadPolicy policyOf(int tid) {
            return NICE_5;
        }

        @Override
        public void apply(int tid, ThreadPolicy policy) {
            applied++;
        }
    });

    @Test
    void remembersWhatItWouldHaveSetAndSetsNothing() {
        dryRun.apply(7, ThreadPolicy.roundRobin(71));

        assertThat(dryRun.policyOf(7)).isEqualTo(ThreadPolicy.roundRobin(71));
        assertThat(dryRun.policyOf(8)).isEqualTo(NICE_5);
        assertThat(applied).isZero();
    }
}

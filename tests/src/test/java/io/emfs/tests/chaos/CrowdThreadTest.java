package io.emfs.tests.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emfs.bpf.sched.ThreadPolicy;
import org.junit.jupiter.api.Test;

class CrowdThreadTest {
    @Test
    void readsWhatTheProgramPrints() {
        assertThat(CrowdThread.parse("thread 41 rr:75")).isEqualTo(new CrowdThread(41, ThreadPolicy.roundRobin(75)));
        assertThat(CrowdThread.parse("thread 42 batch:-5:reset"))
                .isEqualTo(new CrowdThread(42, new ThreadPolicy(3, 0, -5, true)));
        assertThat(CrowdThread.parse("thread 43 other:0:slice=3000"))
                .isEqualTo(new CrowdThread(43, ThreadPolicy.other(0)));
    }

    @Test
    void knowsNoOtherPolicies() {
        assertThatThrownBy(() -> CrowdThread.policy("deadline:1"))
                .hasMessage("policy=deadline, allowed: other, batch, idle, fifo, rr");
    }
}

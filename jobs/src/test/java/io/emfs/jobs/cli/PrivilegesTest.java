package io.emfs.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.emfs.bpf.probe.Capability;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PrivilegesTest {
    @Test
    void schedulesWithAllOfThem() {
        Privileges all = new Privileges(Set.of());

        assertThat(all.canWatch()).isTrue();
        assertThat(all.canSchedule()).isTrue();
    }

    @Test
    void onlyWatchesWithoutSysNice() {
        Privileges privileges = new Privileges(Set.of(Capability.CAP_SYS_NICE));

        assertThat(privileges.canWatch()).isTrue();
        assertThat(privileges.canSchedule()).isFalse();
        assertThat(privileges.explanation())
                .contains("CAP_SYS_NICE (to change how functions are scheduled)")
                .contains("It watches and decides, as with --dry-run, but changes nothing.");
    }

    @Test
    void doesNotWatchWithoutBpf() {
        Privileges privileges = new Privileges(Set.of(Capability.CAP_BPF, Capability.CAP_SYS_NICE));

        assertThat(privileges.canWatch()).isFalse();
        assertThat(privileges.explanation())
                .startsWith(
                        "missing CAP_SYS_NICE (to change how functions are scheduled), CAP_BPF (to load BPF programs).")
                .contains("status, doctor and checking a configuration still work");
    }
}

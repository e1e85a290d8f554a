package io.emfs.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClusterProcessTest {
    private Process child;
    private ClusterProcess process;

    @BeforeEach
    void startAChild() throws IOException {
        child = new ProcessBuilder("sleep", "60").start();
        process = ClusterProcess.of("sleeper", child);
    }

    @AfterEach
    void endTheChild() {
        child.destroyForcibly();
    }

    @Test
    void livesUntilItIsEnded() throws Exception {
        assertThat(process.alive()).isTrue();
        process.end(false);
        assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.alive()).isFalse();
        process.end(true); // there is nothing to end any more
    }

    @Test
    void isNotTheStrangerWhoHasItsNumber() {
        ClusterProcess earlier = new ClusterProcess("sleeper", process.pid(), process.startTicks() - 1, process.boot());
        ClusterProcess ofAnotherBoot = new ClusterProcess("sleeper", process.pid(), process.startTicks(), "x");
        assertThat(earlier.alive()).isFalse();
        assertThat(ofAnotherBoot.alive()).isFalse();
        earlier.end(true);
        ofAnotherBoot.end(true);
        assertThat(process.alive()).isTrue();
    }

    @Test
    void isReadAsItWasWritten() {
        assertThat(ClusterProcess.parse(process.line())).isEqualTo(process);
    }
}

package io.emfs.tests.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ReplayedDemoIT {
    @Test
    void saysWhatIsMissingAndShowsBothRecordings() throws Exception {
        StringWriter out = new StringWriter();

        new ReplayedDemo(new PrintWriter(out)).run("CAP_BPF (to load BPF programs)");

        assertThat(out.toString())
                .startsWith("The demo cannot run here: missing CAP_BPF (to load BPF programs).")
                .containsSubsequence(
                        "the kernel's default scheduler",
                        "short  new → p2  initial (SLO p95 ≤ 24 ms)",
                        "FUNCTION",
                        "short",
                        "while eMFS scheduled them",
                        "FUNCTION",
                        "short");
    }
}

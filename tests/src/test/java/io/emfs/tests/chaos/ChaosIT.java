package io.emfs.tests.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.emfs.tests.FreePorts;
import io.emfs.tests.kernel.RequiresKernel;
import io.emfs.tests.workload.Progress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What {@code emfs bench chaos} does for longer. */
@RequiresKernel
@Timeout(120)
class ChaosIT {
    private static final int THREADS_PER_SECOND = 1000;
    private static final int CORE = Runtime.getRuntime().availableProcessors() - 1;

    @Test
    void leavesNothingChangedAndTouchesNobodyElse() throws Exception {
        ChaosPlan plan = new ChaosPlan(
                Duration.ofSeconds(15), THREADS_PER_SECOND, 1, CORE, List.of("fifo:50"), FreePorts.one(), List.of());

        ChaosOutcome outcome = new Chaos(plan, Progress.SILENT).run();

        assertThat(outcome.complaints()).isEmpty();
        assertThat(outcome.leftChanged()).isEmpty();
        assertThat(outcome.wronglyTouched()).isEmpty();
        assertThat(outcome.settingsLeftChanged()).isEmpty();
        assertThat(outcome.agentKills()).isEqualTo(2);
    }
}

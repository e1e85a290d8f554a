package io.emfs.tests.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.emfs.tests.kernel.RequiresKernel;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@RequiresKernel
@Timeout(60)
class HostileTrafficIT {
    @Test
    void leavesTheMonitorExact() throws Exception {
        HostileOutcome outcome = new HostileTraffic(Duration.ofSeconds(5), 1).run();

        assertThat(outcome.complaints()).isEmpty();
        assertThat(outcome.counted()).isPositive();
        assertThat(outcome.unanswered()).isPositive();
    }
}

package io.emfs.tests.overhead;

import static org.assertj.core.api.Assertions.assertThat;

import io.emfs.config.ConfigLoader;
import io.emfs.tests.kernel.RequiresKernel;
import io.emfs.tests.workload.FreePort;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The watchers on this kernel: each sees every request of the saturated server. */
@RequiresKernel
@Timeout(60)
class SaturationIT {
    private static final Duration WARM_UP = Duration.ofMillis(100);
    private static final Duration DURATION = Duration.ofMillis(500);

    private final Saturation server = new Saturation(1000);

    @Test
    void theRivalSeesEveryRequest() throws Exception {
        int port = FreePort.ofLoopback();
        RivalWatch rival = RivalWatch.start(port, Saturation.CLIENT_CORE);
        Throughput load = server.closedLoop(port, WARM_UP, DURATION);
        Sighting seen = rival.end();

        assertThat(load.answered()).isPositive();
        assertThat(seen.requests()).isEqualTo(load.answered());
        assertThat(seen.hooks())
                .extracting(HookCost::program)
                .containsExactlyInAnyOrder("rival_segment", "rival_read", "rival_transmit", "rival_state");
    }

    @Test
    void theMonitorSeesEveryRequest() throws Exception {
        int port = FreePort.ofLoopback();
        MonitorWatch monitor = MonitorWatch.start(
                ConfigLoader.parse(
                                "test",
                                "functions: [{name: f, match: {port: " + port + "}}]\n",
                                List.of("monitor.mode=requests"))
                        .config(),
                "f");
        Throughput load = server.atRate(500, port, WARM_UP, DURATION);
        Sighting seen = monitor.end();

        assertThat(load.answered()).isPositive();
        assertThat(seen.requests()).isEqualTo(load.answered());
    }

    @Test
    void aSustainedLoadIsSeenByWhoComesWhileItRuns() throws Exception {
        int port = FreePort.ofLoopback();
        try (SustainedLoad load = server.sustained(port)) {
            assertThat(load.during(WARM_UP).answered()).isPositive();
            RivalWatch rival = RivalWatch.start(port, Saturation.CLIENT_CORE);
            Throughput watched = load.during(DURATION);

            assertThat(rival.end().requests()).isGreaterThanOrEqualTo(watched.answered());
            assertThat(watched.perSecond()).isPositive();
        }
    }
}

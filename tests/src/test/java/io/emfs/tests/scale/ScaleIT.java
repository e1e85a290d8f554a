package io.emfs.tests.scale;

import static org.assertj.core.api.Assertions.assertThat;

import io.emfs.tests.kernel.RequiresKernel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What {@code emfs bench scale} does with more, on a small node. */
@RequiresKernel
@Timeout(60)
class ScaleIT {
    private static final int BASE_PORT = 21_000;
    private static final int FUNCTIONS = 200;
    private static final int CONNECTIONS = 400;
    private static final int LAPS = 2;
    private static final int PER_SECOND = 1000;

    @Test
    void losesNoFunctionAndNoRequest() throws Exception {
        ScaleOutcome outcome = run(CONNECTIONS);

        assertThat(outcome.complaints()).isEmpty();
        assertThat(outcome.functionsSeen()).isEqualTo(FUNCTIONS);
        assertThat(outcome.counted()).isEqualTo((long) CONNECTIONS * LAPS);
        assertThat(outcome.footprint().bpfMaps()).isPositive();
    }

    @Test
    void keepsCountingWhatItKnowsAndCountsWhatItRefuses() throws Exception {
        int room = 100;
        ScaleOutcome outcome = run(room);

        assertThat(outcome.complaints()).isEmpty();
        assertThat(outcome.connectionsTracked()).isEqualTo(room);
        assertThat(outcome.counted()).isEqualTo((long) room * LAPS);
        assertThat(outcome.refused()).isGreaterThanOrEqualTo(CONNECTIONS - room);
    }

    private static ScaleOutcome run(int maxSockets) throws Exception {
        return new ScaleMeasurement(new ScalePlan(BASE_PORT, FUNCTIONS, CONNECTIONS, LAPS, PER_SECOND, maxSockets))
                .run();
    }
}

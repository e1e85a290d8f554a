package io.emfs.operators.policy;

import static io.emfs.operators.policy.PolicyFixtures.SIX_QUEUES;
import static io.emfs.operators.policy.PolicyFixtures.SLO_24_MS;
import static io.emfs.operators.policy.PolicyFixtures.slo;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class QueueLadderTest {
    private final QueueLadder ladder = QueueLadder.of(SIX_QUEUES);

    @Test
    void findsTheLastQueueThatMeetsTheSlo() {
        assertThat(ladder.byForecast(ns(10, 12, 14, 24, 30, 31), SLO_24_MS)).isEqualTo(4);
        assertThat(ladder.byForecast(ns(10, 12, 14, 16, 18, 20), SLO_24_MS)).isEqualTo(5);
    }

    @Test
    void findsTheLastQueueThatIsAsGoodAsTheBestWhereNoneMeetsTheSlo() {
        assertThat(ladder.byForecast(ns(30, 31, 35, 40, 50, 60), SLO_24_MS)).isEqualTo(3);
        assertThat(ladder.byForecast(ns(30, 90, 90, 90, 90, 90), SLO_24_MS)).isEqualTo(1);
        assertThat(ladder.byForecast(ns(90, 90, 90, 90, 30, 90), SLO_24_MS)).isEqualTo(5);
        // p6 is for SLOs that name it
        assertThat(ladder.byForecast(ns(30, 30, 30, 30, 30, 30), SLO_24_MS)).isEqualTo(5);
        assertThat(ladder.byForecast(ns(900, 900, 900, 900, 900, 900), slo(800)))
                .isEqualTo(6);
    }

    @Test
    void findsTheFirstQueueWhereNothingIsForecast() {
        double[] nothing = {Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN};

        assertThat(ladder.byForecast(nothing, SLO_24_MS)).isEqualTo(1);
    }

    private static double[] ns(double... ms) {
        return Arrays.stream(ms).map(each -> each * 1e6).toArray();
    }
}

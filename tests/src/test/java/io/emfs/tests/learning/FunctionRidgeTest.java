package io.emfs.tests.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.emfs.state.NodeLoad;
import io.emfs.state.Observation;
import org.junit.jupiter.api.Test;

class FunctionRidgeTest {
    @Test
    void learnsWhatAQueueCosts() {
        Adaptation fit = new FunctionRidge().adapt();
        for (int window = 0; window < 3_000; window++) {
            int queue = 1 + window % 3;
            fit.observe(seen(queue, Math.exp(14 + 0.5 * (queue - 1))));
        }
        double[] lnP95 = new double[3];
        fit.predict(lnP95, new double[3]);
        for (int queue = 1; queue <= 3; queue++) {
            assertThat(lnP95[queue - 1]).isCloseTo(14 + 0.5 * (queue - 1), within(0.01));
        }
    }

    @Test
    void forecastsTheMeanWhereItKnowsNothingElse() {
        Adaptation fit = new FunctionRidge().adapt();
        fit.observe(seen(2, Math.exp(14)));
        double[] lnP95 = new double[3];
        fit.predict(lnP95, new double[3]);
        assertThat(lnP95).containsOnly(Math.log(Math.exp(14)));
    }

    private static Observation seen(int queue, double p95Ns) {
        return new Observation(queue, 1, 10, p95Ns, p95Ns, p95Ns, 0, 1e6, 1e6, 0, 0, NodeLoad.none(3));
    }
}

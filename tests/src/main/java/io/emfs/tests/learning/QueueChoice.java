package io.emfs.tests.learning;

import io.emfs.config.QueueConfig;
import io.emfs.config.Slo;
import io.emfs.operators.policy.QueueChooser;
import io.emfs.state.FunctionKey;
import io.emfs.state.Observation;
import io.emfs.state.Percentiles;
import io.emfs.state.RequestPercentiles;
import io.emfs.state.WindowSummary;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** Which queue the production policy chooses for a simulated function's next window. Immutable. */
final class QueueChoice {
    private static final double PERCENTILE = 95;
    private static final double MS_PER_SECOND = 1000;
    private static final FunctionKey KEY = new FunctionKey("simulated", "function");

    private final QueueChooser policy;

    QueueChoice(List<QueueConfig> queues) {
        this.policy = new QueueChooser(queues);
    }

    /** The last queue that the policy would choose under this bound. */
    int lowest(double lnBound) {
        return policy.lowest(slo(lnBound));
    }

    /** The least urgent queue whose 80 % quantile meets the bound; where none does, the least urgent as good as the best. */
    int byForecast(double[] lnUpper80, double lnBound) {
        return policy.byForecast(Arrays.stream(lnUpper80).map(Math::exp).toArray(), slo(lnBound));
    }

    /** One step at a time: up after a miss, down from half the bound. */
    int byLadder(Observation last, double lnBound) {
        Percentiles latency =
                new Percentiles(last.latencyMeanNs(), 0, last.latencyP95Ns(), last.latencyP99Ns(), last.latencyP99Ns());
        WindowSummary window = new WindowSummary(
                KEY,
                QueueChooser.window(),
                0,
                Math.max(1, Math.round(last.seconds() * MS_PER_SECOND)),
                Math.max(1, Math.round(last.ratePerSecond() * last.seconds())),
                0,
                RequestPercentiles.answered(latency, Percentiles.EMPTY, Percentiles.EMPTY),
                last.latencyP95Ns(),
                (int) last.inFlight(),
                0);
        return policy.byLadder(last.queue(), window, slo(lnBound));
    }

    private static Slo slo(double lnBound) {
        return new Slo(PERCENTILE, Duration.ofNanos(Math.round(Math.exp(lnBound))));
    }
}

package io.emfs.operators.policy;

import io.emfs.config.PolicyConfig;
import io.emfs.config.QueueConfig;
import io.emfs.config.Slo;
import io.emfs.state.QueuePlacement;
import io.emfs.state.WindowSummary;
import java.time.Duration;
import java.util.List;

/**
 * The policy's two answers to "which queue next?", each on its own: by the ladder, and by forecasts. It is the code that a
 * node runs, for simulations that compare the two; what a node has to consider besides (cool-down, back-off, other
 * functions) is left out. Pure; immutable and thread-safe.
 */
public final class QueueChooser {
    private static final PolicyConfig D = PolicyConfig.DEFAULT;

    /** The quickest ladder there is: each window may move a function. */
    private static final PolicyConfig AT_ONCE = new PolicyConfig(
            D.mode(),
            D.ranking(),
            D.quanta(),
            D.late(),
            D.rtThrottling(),
            D.percentileWindow(),
            1,
            1,
            Duration.ZERO,
            D.starvationLimit(),
            D.audit());

    private final QueueLadder queues;
    private final SloLadder ladder;

    public QueueChooser(List<QueueConfig> queues) {
        this.queues = QueueLadder.of(queues);
        this.ladder = new SloLadder(AT_ONCE, this.queues);
    }

    /** The name that the windows of {@link #byLadder} must have. */
    public static String window() {
        return AT_ONCE.percentileWindow();
    }

    /** The last queue, 1…n, that a function of this SLO is demoted to. */
    public int lowest(Slo slo) {
        return queues.lowestQueue(slo);
    }

    /** Where the ladder puts a function that was in {@code queue}, 1…n, for the whole of {@code seen}. */
    public int byLadder(int queue, WindowSummary seen, Slo slo) {
        QueuePlacement placement = QueuePlacement.initial(queue, slo.latency().toNanos(), seen.startMs());
        return ladder.onWindow(placement, seen, slo, MoveGate.OPEN, null)
                .placement()
                .queue();
    }

    /**
     * The last queue whose upper quantile meets the SLO; where none does, the last one as good as the best.
     *
     * @param uppersNs of latency at the SLO's percentile, one per queue, p1 first
     */
    public int byForecast(double[] uppersNs, Slo slo) {
        return queues.byForecast(uppersNs, slo);
    }
}

package io.emfs.operators.policy;

import io.emfs.config.Slo;
import io.emfs.operators.learning.KnownForecast;
import io.emfs.operators.learning.ServedModel;
import io.emfs.operators.learning.Trust;
import io.emfs.state.Basis;
import io.emfs.state.FunctionProfile;
import io.emfs.state.WindowSummary;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Asks the learned model (paper §4.2) for the last queue whose 80 % quantile meets a function's SLO. Pure, but for
 * forecasts that the {@link NodeMemory} keeps.
 *
 * <p>Models forecast the 95th percentile. For an SLO at another one, their answer is multiplied by the ratio that the
 * function's window had between the two.
 */
final class QueueAdvisor implements Serializable {
    private static final long serialVersionUID = 1;
    private static final double FORECAST_PERCENTILE = 95;
    private static final double MOST = 4;

    private final QueueLadder queues;

    QueueAdvisor(QueueLadder queues) {
        this.queues = queues;
    }

    /** {@link Basis#MODEL}, or why there is no advice. */
    Basis basis(WindowSummary summary, NodeMemory memory) {
        @Nullable FunctionProfile profile = memory.profileOf(summary.key().function());
        if (memory.model() == null) {
            return Basis.LADDER_NO_MODEL;
        }
        @Nullable
        KnownForecast forecast =
                profile == null || profile.windows() < Trust.NETWORK_WINDOWS ? null : forecast(summary, memory);
        if (forecast == null) {
            return Basis.LADDER_YOUNG;
        }
        if (forecast.trust() == Trust.NETWORK) {
            return Basis.MODEL;
        }
        return finite(forecast) ? Basis.LADDER_WORSE_THAN_LAST : Basis.LADDER_NOT_FINITE;
    }

    private boolean finite(KnownForecast forecast) {
        double sum = 0;
        for (int queue = 1; queue <= queues.size(); queue++) {
            sum += forecast.medianNs(queue) + forecast.upperNs(queue);
        }
        return Double.isFinite(sum);
    }

    private static @Nullable KnownForecast forecast(WindowSummary summary, NodeMemory memory) {
        @Nullable ServedModel model = memory.model();
        @Nullable FunctionProfile profile = memory.profileOf(summary.key().function());
        if (model == null || profile == null) {
            return null;
        }
        return memory.forecasts()
                .compute(
                        summary.key().function(),
                        (function, known) -> KnownForecast.of(known, profile, model, memory.room()));
    }

    /** Null without a model that is to be trusted with this function: then the ladder decides. */
    @Nullable
    QueueAdvice advise(WindowSummary summary, Slo slo, NodeMemory memory) {
        @Nullable ServedModel model = memory.model();
        @Nullable KnownForecast forecast = forecast(summary, memory);
        if (model == null || forecast == null || forecast.trust() != Trust.NETWORK) {
            return null;
        }
        double ratio = ratio(summary, slo);
        double[] medians = new double[queues.size()];
        double[] uppers = new double[queues.size()];
        for (int queue = 1; queue <= queues.size(); queue++) {
            medians[queue - 1] = ratio * forecast.medianNs(queue);
            uppers[queue - 1] = ratio * forecast.upperNs(queue);
        }
        int queue = queues.byForecast(uppers, slo);
        boolean meets = QueueLadder.meets(uppers[queue - 1], slo);
        return new QueueAdvice(queue, meets, model.name(), medians, uppers);
    }

    private static double ratio(WindowSummary summary, Slo slo) {
        double p95 = summary.latency().p95();
        if (slo.percentile() == FORECAST_PERCENTILE || !(p95 > 0) || !(summary.sloLatencyNs() > 0)) {
            return 1;
        }
        return Math.max(1 / MOST, Math.min(MOST, summary.sloLatencyNs() / p95));
    }
}

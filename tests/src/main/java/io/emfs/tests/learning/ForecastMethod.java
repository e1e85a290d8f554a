package io.emfs.tests.learning;

import io.emfs.operators.learning.Forecast;
import io.emfs.operators.learning.ForecastJudge;
import io.emfs.operators.learning.QueueForecaster;
import io.emfs.state.FunctionProfile;
import io.emfs.state.Observation;
import java.util.Arrays;

/** A trained model as the job uses it: a profile per function, and forecasts that are judged by the next window. */
record ForecastMethod(String name, QueueForecaster model) implements Method {
    @Override
    public Adaptation adapt() {
        return new Adapted(model);
    }

    private static final class Adapted implements Adaptation {
        private final QueueForecaster model;
        private final Forecast forecast;
        private FunctionProfile profile = FunctionProfile.EMPTY;

        private Adapted(QueueForecaster model) {
            this.model = model;
            this.forecast = new Forecast(model.queues());
        }

        @Override
        public void observe(Observation seen) {
            if (profile.windows() > 0) {
                model.forecast(profile, forecast);
                profile = profile.with(ForecastJudge.judge(forecast, profile, seen));
            }
            profile = profile.next(seen);
        }

        @Override
        public void predict(double[] lnP95ByQueue, double[] lnUpper80ByQueue) {
            if (profile.windows() == 0) {
                Arrays.fill(lnP95ByQueue, Double.NaN);
                Arrays.fill(lnUpper80ByQueue, Double.NaN);
                return;
            }
            model.forecast(profile, forecast);
            for (int queue = 1; queue <= model.queues(); queue++) {
                lnP95ByQueue[queue - 1] = Math.log(forecast.medianNs(queue));
                lnUpper80ByQueue[queue - 1] = Math.log(forecast.upperNs(queue));
            }
        }
    }
}

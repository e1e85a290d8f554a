package io.emfs.operators.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.emfs.state.ForecastScore;
import io.emfs.state.FunctionProfile;
import io.emfs.state.NodeLoad;
import io.emfs.state.Observation;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TrustTest {
    private static final NodeLoad LOAD = NodeLoad.none(2);

    @Test
    void growsWithWhatWasSeen() {
        assertThat(Trust.in(forecast(profile(1)), FunctionProfile.EMPTY)).isEqualTo(Trust.NONE);
        assertThat(Trust.in(forecast(profile(1)), profile(1))).isEqualTo(Trust.FACTORISATION);
        assertThat(Trust.in(forecast(profile(2)), profile(2))).isEqualTo(Trust.FACTORISATION);
        assertThat(Trust.in(forecast(profile(3)), profile(3))).isEqualTo(Trust.NETWORK);
    }

    @Test
    void endsWhereAForecastIsNoNumber() {
        FunctionProfile profile = profile(5);
        Forecast forecast = forecast(profile);
        forecast.set(2, Float.NaN, 0.1f);
        forecast.correct(profile);

        assertThat(Trust.in(forecast, profile)).isEqualTo(Trust.NONE);
        assertThat(Trust.in(new Forecast(2), profile)).isEqualTo(Trust.NONE);
    }

    @Test
    void endsWhereTheLastWindowForecastsBetter() {
        FunctionProfile worse = profile(5).with(new ForecastScore(4, 0.3f, 0.2f, 0, 1, 0));
        FunctionProfile early = profile(5).with(new ForecastScore(3, 0.3f, 0.2f, 0, 1, 0));
        FunctionProfile better = profile(5).with(new ForecastScore(4, 0.2f, 0.3f, 0, 1, 0));

        assertThat(Trust.in(forecast(worse), worse)).isEqualTo(Trust.NONE);
        assertThat(Trust.in(forecast(early), early)).isEqualTo(Trust.NETWORK);
        assertThat(Trust.in(forecast(better), better)).isEqualTo(Trust.NETWORK);
    }

    /** The window before had a p95 of 2 ms, and so the forecast says; 8 ms come. */
    @Test
    void widensAfterASurprise() {
        FunctionProfile before = profile(5);
        ForecastScore score = ForecastJudge.judge(forecast(before), before, window(8e6));
        FunctionProfile after = before.with(score);

        assertThat(score.judged()).isEqualTo(1);
        assertThat(score.bias()).isCloseTo((float) Math.log(4), within(1e-3f));
        assertThat(score.modelError()).isCloseTo((float) Math.log(4), within(1e-3f));
        assertThat(score.lastError()).isCloseTo((float) Math.log(4), within(1e-3f));
        assertThat(score.spread()).isGreaterThan(1.5f);
        assertThat(score.margin()).isPositive();
        assertThat(forecast(after).upperNs(1))
                .isGreaterThan(1.25 * forecast(before).upperNs(1));
    }

    /** The function was in p1: p2 is a step away, p3 is not. */
    @Test
    void leavesFarQueuesAsWideAsTheModelSays() {
        FunctionProfile surprised = profile(5).with(new ForecastScore(4, 0.3f, 0.4f, 0.5f, 2, 0.5f));
        Forecast calm = threeQueues(profile(5));
        Forecast after = threeQueues(surprised);

        assertThat(after.upperNs(1)).isGreaterThan(1.2 * calm.upperNs(1));
        assertThat(after.upperNs(2)).isGreaterThan(1.2 * calm.upperNs(2));
        assertThat(after.upperNs(3)).isEqualTo(calm.upperNs(3));
        assertThat(after.medianNs(1)).isEqualTo(calm.medianNs(1));
    }

    private static Forecast threeQueues(FunctionProfile profile) {
        Forecast forecast = new Forecast(3);
        for (int queue = 1; queue <= 3; queue++) {
            forecast.set(queue, (float) Math.log(queue), 0.2f);
        }
        forecast.correct(profile);
        return forecast;
    }

    @Test
    void coversFourFifthsInTheLongRun() {
        SplittableRandom random = new SplittableRandom(1);
        FunctionProfile profile = profile(5);
        int above = 0;
        for (int i = 0; i < 2000; i++) {
            Forecast forecast = forecast(profile);
            double p95Ns = 2e6 * Math.exp(0.5 * random.nextGaussian());
            above += p95Ns > forecast.upperNs(1) ? 1 : 0;
            profile = profile.with(ForecastJudge.judge(forecast, profile, window(p95Ns)));
        }

        assertThat(above / 2000.0).isBetween(0.17, 0.23);
    }

    @Test
    void judgesNothingByAWindowWithoutRequests() {
        FunctionProfile profile = profile(5);
        Observation silent = new Observation(1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, LOAD);

        assertThat(ForecastJudge.judge(forecast(profile), profile, silent)).isEqualTo(ForecastScore.EMPTY);
    }

    /** What {@link #profile} says of a p95 of 2 ms at 1 ms of CPU, with a narrow width. */
    private static Forecast forecast(FunctionProfile profile) {
        Forecast forecast = new Forecast(2);
        forecast.set(1, (float) Math.log(2), 0.2f);
        forecast.set(2, (float) Math.log(3), 0.2f);
        forecast.correct(profile);
        return forecast;
    }

    private static FunctionProfile profile(int windows) {
        FunctionProfile profile = FunctionProfile.EMPTY;
        for (int i = 0; i < windows; i++) {
            profile = profile.next(window(2e6));
        }
        return profile;
    }

    private static Observation window(double p95Ns) {
        return new Observation(1, 1, 10, 1e6, p95Ns, p95Ns, 0, 1e6, 1e6, 0, 0, LOAD);
    }
}

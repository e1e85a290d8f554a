package io.emfs.operators.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.emfs.state.FunctionProfile;
import io.emfs.state.NodeLoad;
import io.emfs.state.Observation;
import io.emfs.state.Statistic;
import java.util.Arrays;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class QueueModelTest {
    private static final SyntheticFunctions FUNCTIONS = new SyntheticFunctions(1);
    private static final QueueModel MODEL = new ModelTrainer(
                    SyntheticFunctions.FEATURES, TrainerOptions.DEFAULT.withEpochs(3, 1))
            .train(FUNCTIONS.log(60, 12), null, 3)
            .model();

    @Test
    void forecastsTheSameBitForBitAfterItWasStored() {
        byte[] bytes = MODEL.toBytes();
        QueueModel read = QueueModel.fromBytes(bytes, SyntheticFunctions.FEATURES);

        assertThat(bytes).hasSizeLessThanOrEqualTo(QueueModel.MAX_BYTES);
        assertThat(read.provenance()).isEqualTo(MODEL.provenance());
        for (int windows : new int[] {1, 2, 3, 20}) {
            FunctionProfile profile = FUNCTIONS.function(500 + windows, windows).profile;
            Forecast before = forecast(MODEL, profile);
            Forecast after = forecast(read, profile);
            for (int queue = 1; queue <= MODEL.queues(); queue++) {
                assertThat(after.medianNs(queue)).isEqualTo(before.medianNs(queue));
                assertThat(after.upperNs(queue)).isEqualTo(before.upperNs(queue));
            }
            assertThat(read.embedding(profile, 2)).isEqualTo(MODEL.embedding(profile, 2));
        }
    }

    @Test
    void forecastsALoggedRowAsItsProfile() {
        SyntheticFunctions.Synthetic function = FUNCTIONS.function(900, 10);
        FunctionProfile before = function.profile;
        Observation seen = function.next();
        TrainingRow row = Objects.requireNonNull(TrainingRow.of(SyntheticFunctions.FEATURES, 1, before, seen));

        assertThat(forecast(MODEL, before).medianNs(seen.queue()))
                .isCloseTo(
                        1e6 * Math.exp(before.last(Statistic.ON_CPU) + MODEL.location(row, new Workspace(1))),
                        withinPercentage(0.01));
    }

    @Test
    void refusesModelsOfAnotherSchemaOrOfOtherQueues() {
        byte[] other = MODEL.toBytes();
        other[1]++; // the value of the first field
        byte[] cut = Arrays.copyOf(MODEL.toBytes(), 1000);
        FeatureVectors threeQueues = new FeatureVectors(new double[] {0.02, 0.1, 0.5}, 1);

        assertThatThrownBy(() -> QueueModel.fromBytes(other, SyntheticFunctions.FEATURES))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("schema=3, expected 2");
        assertThatThrownBy(() -> QueueModel.fromBytes(cut, SyntheticFunctions.FEATURES))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no model");
        assertThatThrownBy(() -> QueueModel.fromBytes(MODEL.toBytes(), threeQueues))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[0.02, 0.1, 0.5]");
    }

    /** Whatever a monitor may report, and however long: a forecast is a number. */
    @Property(tries = 300)
    void forecastsNumbersWhateverWasObserved(
            @ForAll double a,
            @ForAll double b,
            @ForAll double c,
            @ForAll double d,
            @ForAll @IntRange(min = 1, max = 6) int queue,
            @ForAll @IntRange(min = 1, max = 8) int windows) {
        FunctionProfile profile = FunctionProfile.EMPTY;
        Forecast forecast = new Forecast(MODEL.queues());
        for (int window = 0; window < windows; window++) {
            Observation seen =
                    new Observation(queue, 1, Math.abs(a) + 1, b, c, d, a, b, c, d, a, new NodeLoad(a, b, c, d, a, b));
            if (window > 0) {
                profile = profile.with(ForecastJudge.judge(forecast, profile, seen));
            }
            profile = profile.next(seen);
            MODEL.forecast(profile, forecast);

            assertThat(forecast.finite()).isTrue();
            assertThat(MODEL.embedding(profile, 2)).doesNotContain(Float.NaN);
        }
    }

    private static Forecast forecast(QueueModel model, FunctionProfile profile) {
        Forecast forecast = new Forecast(model.queues());
        model.forecast(profile, forecast);
        return forecast;
    }
}

package io.emfs.operators.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ModelTrainerTest {
    private static final int ASKED = 200;
    private static final int WINDOWS = 15;
    private static final TrainerOptions OPTIONS = TrainerOptions.DEFAULT.withEpochs(20, 4);

    private static final SyntheticFunctions FUNCTIONS = new SyntheticFunctions(1);
    private static final DataLogger LOGGED = FUNCTIONS.log(300, 20);
    private static final Training TRAINED = train(OPTIONS, LOGGED, 7);

    private static Training train(TrainerOptions options, DataLogger logger, long seed) {
        return new ModelTrainer(SyntheticFunctions.FEATURES, options).train(logger, null, seed);
    }

    @Test
    void recoversAKnownLawBetterThanItsBaselines() {
        double error = FUNCTIONS.whatIfError(TRAINED.model(), ASKED, WINDOWS);
        double machine =
                FUNCTIONS.whatIfError(FmBaseline.train(SyntheticFunctions.FEATURES, LOGGED, 7), ASKED, WINDOWS);
        double trees = FUNCTIONS.whatIfError(XgbBaseline.train(SyntheticFunctions.FEATURES, LOGGED, 7), ASKED, WINDOWS);

        assertThat(error).isLessThan(0.15).isLessThan(machine).isLessThan(trees);
        assertThat(TRAINED.heldOutError()).isLessThan(TRAINED.lastError());
    }

    /** Each function's exponent shows in its history only. */
    @Test
    void learnsFromHistoryWhatOneWindowCannotShow() {
        Training forgetful = train(OPTIONS.withoutEmbedding(), LOGGED, 7);

        assertThat(FUNCTIONS.whatIfError(TRAINED.model(), ASKED, WINDOWS))
                .isLessThan(0.9 * FUNCTIONS.whatIfError(forgetful.model(), ASKED, WINDOWS));
    }

    @Test
    void goesOnFromAModelWithoutLosingIt() {
        DataLogger more = new SyntheticFunctions(2).log(300, 20);
        Training next = new ModelTrainer(SyntheticFunctions.FEATURES, OPTIONS).train(more, TRAINED.model(), 8);

        assertThat(next.incumbentError()).isNotNaN();
        assertThat(next.heldOutError()).isLessThanOrEqualTo(Training.TOLERANCE * next.incumbentError());
        assertThat(next.promoted()).isTrue();
    }

    @Test
    void promotesNoModelThatIsWorse() {
        QueueModel model = TRAINED.model();

        assertThat(new Training(model, 0.2, Double.NaN, 0.5).promoted()).isTrue();
        assertThat(new Training(model, 0.2, 0.2, 0.5).promoted()).isTrue();
        assertThat(new Training(model, 0.21, 0.2, 0.5).promoted()).isFalse();
        assertThat(new Training(model, Double.NaN, 0.2, 0.5).promoted()).isFalse();
    }

    @Test
    void repeatsItselfWithTheSameSeed() {
        TrainerOptions brief = OPTIONS.withEpochs(1, 1);
        DataLogger few = FUNCTIONS.log(30, 10);

        assertThat(train(brief, few, 7).model().networks().weights())
                .isEqualTo(train(brief, few, 7).model().networks().weights())
                .isNotEqualTo(train(brief, few, 8).model().networks().weights());
    }

    @Test
    void saysWhereAModelComesFrom() {
        ModelProvenance provenance = TRAINED.model().provenance();

        assertThat(provenance.trainer()).contains("NetworkTrainer", "AdaGrad", "epochs=20");
        assertThat(provenance.seed()).isEqualTo(7);
        assertThat(provenance.rows()).isEqualTo(LOGGED.training().size());
        assertThat(provenance.heldOutError()).isEqualTo(TRAINED.heldOutError());
    }

    @Test
    void refusesToLearnFromNothing() {
        DataLogger none = new DataLogger(1);

        assertThatThrownBy(() -> train(OPTIONS, none, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("rows=0");
    }
}

package io.emfs.operators.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tribuo.Model;
import org.tribuo.regression.Regressor;
import org.tribuo.regression.xgboost.XGBoostRegressionTrainer;

class BoostedTreesTest {
    @Test
    void forecastAsTheLibraryDoes() {
        List<TrainingRow> rows = new SyntheticFunctions(4).log(40, 12).training();
        Model<Regressor> model = new XGBoostRegressionTrainer(30).train(TribuoRows.forTrees(rows, TrainingRow::target));
        BoostedTrees trees = BoostedTrees.of(model, rows.get(0).copyOfBase());

        for (TrainingRow row : rows) {
            float[] base = row.copyOfBase();
            assertThat((double) trees.predict(base))
                    .isCloseTo(
                            model.predict(TribuoRows.base(base, 0)).getOutput().getValues()[0], within(1e-4));
        }
    }
}

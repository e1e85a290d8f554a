package io.emfs.operators.learning;

import io.emfs.state.FunctionProfile;
import java.util.List;
import org.tribuo.Model;
import org.tribuo.regression.Regressor;
import org.tribuo.regression.xgboost.XGBoostRegressionTrainer;
import org.tribuo.regression.xgboost.XGBoostRegressionTrainer.RegressionType;

/** Gradient-boosted trees of XGBoost, through Tribuo, without history: a baseline and challenger. Thread-safe. */
public final class XgbBaseline implements QueueForecaster {
    private static final int TREES = 200;
    private static final int MAX_DEPTH = 6;
    private static final double LEARNING_RATE = 0.1;
    private static final double SUBSAMPLE = 0.8;

    private final FeatureVectors features;
    private final BoostedTrees trees;
    private final float width;

    private XgbBaseline(FeatureVectors features, BoostedTrees trees, float width) {
        this.features = features;
        this.trees = trees;
        this.width = width;
    }

    /** On the rows of all functions but those held out; the width is the mean error on those, if there are any. */
    public static XgbBaseline train(FeatureVectors features, DataLogger logger, long seed) {
        List<TrainingRow> rows = logger.training();
        Model<Regressor> model = new XGBoostRegressionTrainer(
                        RegressionType.LINEAR,
                        TREES,
                        LEARNING_RATE,
                        0,
                        MAX_DEPTH,
                        1,
                        SUBSAMPLE,
                        SUBSAMPLE,
                        1,
                        0,
                        1,
                        true,
                        seed)
                .train(TribuoRows.forTrees(rows, TrainingRow::target));
        BoostedTrees trees = BoostedTrees.of(model, rows.get(0).copyOfBase());
        List<TrainingRow> heldOut = logger.validation();
        return new XgbBaseline(features, trees, meanError(trees, heldOut.isEmpty() ? rows : heldOut));
    }

    private static float meanError(BoostedTrees trees, List<TrainingRow> rows) {
        Workspace work = new Workspace(1);
        double sum = 0;
        for (TrainingRow row : rows) {
            row.copyTo(work.pooled, work.base);
            sum += Math.abs(trees.predict(work.base) - row.target());
        }
        return (float) (sum / rows.size());
    }

    /** What they say of a logged row: ln(p95 by CPU time). */
    float location(TrainingRow row, Workspace work) {
        row.copyTo(work.pooled, work.base);
        return trees.predict(work.base);
    }

    @Override
    public int queues() {
        return features.queues();
    }

    @Override
    public void forecast(FunctionProfile profile, Forecast out) {
        Workspace work = out.workspace();
        for (int queue = 1; queue <= features.queues(); queue++) {
            features.shared(profile, work.base);
            features.candidate(profile, queue, work.base, FeatureVectors.SHARED);
            out.set(queue, trees.predict(work.base), width);
        }
        out.correct(profile);
    }
}

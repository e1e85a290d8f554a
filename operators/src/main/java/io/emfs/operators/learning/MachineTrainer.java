package io.emfs.operators.learning;

import java.util.List;
import org.tribuo.MutableDataset;
import org.tribuo.math.la.DenseMatrix;
import org.tribuo.math.la.DenseVector;
import org.tribuo.math.optimisers.AdaGrad;
import org.tribuo.regression.Regressor;
import org.tribuo.regression.sgd.fm.FMRegressionModel;
import org.tribuo.regression.sgd.fm.FMRegressionTrainer;
import org.tribuo.regression.sgd.objectives.Huber;

/** Trains Tribuo's factorisation machine and takes its weights over. Stateless. */
final class MachineTrainer {
    private static final int EPOCHS = 8;
    private static final int MINIBATCH = 16;
    private static final double LEARNING_RATE = 0.05;
    private static final double FACTOR_DEVIATION = 0.05;

    private MachineTrainer() {}

    static FactorisationMachine train(List<TrainingRow> rows, Scaling scaling, long seed) {
        MutableDataset<Regressor> dataset = TribuoRows.forMachine(rows, scaling, "rows");
        FMRegressionModel model = new FMRegressionTrainer(
                        new Huber(),
                        new AdaGrad(LEARNING_RATE),
                        EPOCHS,
                        -1,
                        MINIBATCH,
                        seed,
                        FactorisationMachine.FACTORS,
                        FACTOR_DEVIATION,
                        false)
                .train(dataset);
        FactorisationMachine machine = new FactorisationMachine(weights(model));
        return machine.withWidth(meanError(machine, rows, scaling));
    }

    /** Features that were never different from 0 are unknown to Tribuo; scaled ones are known all the same. */
    private static float[] weights(FMRegressionModel model) {
        float[] weights = new float[FactorisationMachine.WEIGHTS];
        DenseVector biases = model.getBiasesCopy();
        DenseMatrix linear = model.getLinearWeightsCopy();
        DenseMatrix factors = (DenseMatrix) model.getFactorsCopy()[0];
        int at = 0;
        weights[at++] = (float) biases.get(0);
        weights[at++] = 1;
        for (int i = 0; i < FeatureVectors.BASE; i++) {
            weights[at++] = (float) linear.get(0, i);
        }
        for (int i = 0; i < FeatureVectors.BASE; i++) {
            for (int k = 0; k < FactorisationMachine.FACTORS; k++) {
                weights[at++] = (float) factors.get(k, i);
            }
        }
        return weights;
    }

    private static float meanError(FactorisationMachine machine, List<TrainingRow> rows, Scaling scaling) {
        Workspace work = new Workspace(1);
        double sum = 0;
        for (TrainingRow row : rows) {
            row.copyTo(work.pooled, work.base);
            scaling.base(work.base, 0, FeatureVectors.BASE);
            sum += Math.abs(machine.location(work) - scaling.target(row.target()));
        }
        return (float) (sum / rows.size());
    }
}

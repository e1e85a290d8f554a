package io.emfs.operators.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.oracle.labs.mlrg.olcut.util.Pair;
import io.emfs.operators.learning.NetworkParameters.TrainingPlan;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tribuo.math.la.DenseVector;
import org.tribuo.math.la.SGDVector;
import org.tribuo.math.la.Tensor;

class NetworkTest {
    /** Widths are floats in the loss: a smaller step would measure their rounding. */
    private static final double STEP = 1e-3;

    private final LaplaceLikelihood likelihood = new LaplaceLikelihood();

    /** Tribuo adds gradients: they have to point where the loss falls. Off by 1.5 widths, where no outlier's pull is cut. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void pointsAgainstTheFiniteDifferenceOfItsLoss(boolean embedding) {
        NetworkShape shape = NetworkShape.of(embedding);
        double[] weights = weights(shape);
        SGDVector example = example(3);
        NetworkParameters parameters = parameters(shape, weights);
        DenseVector predicted = parameters.predict(example);
        DenseVector target = DenseVector.createDenseVector(
                new double[] {predicted.get(0) + 1.5 * Math.exp(Network.clipLnWidth(predicted.get(1)))});
        Pair<Double, SGDVector> score = likelihood.lossAndGradient(target, predicted);
        Tensor[] none = parameters.gradients(score, example);
        DenseVector gradient = (DenseVector) parameters.merge(new Tensor[][] {none}, 1)[0];

        for (int i = 0; i < weights.length; i += 7) {
            double difference =
                    (loss(target, shape, weights, i, STEP, example) - loss(target, shape, weights, i, -STEP, example))
                            / (2 * STEP);
            assertThat(-gradient.get(i)).as("weight %s", i).isCloseTo(difference, within(1e-3));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void servesWhatWasTrained(boolean embedding) {
        NetworkShape shape = NetworkShape.of(embedding);
        double[] weights = weights(shape);
        SGDVector example = example(5);
        DenseVector trained = parameters(shape, weights).predict(example);
        Workspace work = new Workspace(1);
        for (int i = 0; i < FeatureVectors.POOLED; i++) {
            work.pooled[i] = (float) example.get(i);
        }
        for (int i = 0; i < FeatureVectors.BASE; i++) {
            work.base[i] = (float) example.get(FeatureVectors.POOLED + i);
        }
        float[] floats = new float[weights.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) weights[i];
        }
        Network network = new Network(shape, floats);
        network.begin(work);
        work.place(0);
        network.candidate(work, 0);

        assertThat((double) work.out[0]).isCloseTo(trained.get(0), within(1e-4));
        assertThat((double) work.out[1]).isCloseTo(trained.get(1), within(1e-4));
    }

    private double loss(
            DenseVector target, NetworkShape shape, double[] weights, int changed, double by, SGDVector example) {
        double[] moved = weights.clone();
        moved[changed] += by;
        return likelihood
                .lossAndGradient(target, parameters(shape, moved).predict(example))
                .getA();
    }

    private static NetworkParameters parameters(NetworkShape shape, double[] weights) {
        return new NetworkParameters(shape, new TrainingPlan(1, 0), weights);
    }

    private static double[] weights(NetworkShape shape) {
        SplittableRandom random = new SplittableRandom(1);
        double[] weights = shape.initial(random);
        for (int i = 0; i < weights.length; i++) {
            weights[i] += 0.05 * random.nextGaussian();
        }
        return weights;
    }

    private static SGDVector example(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] example = new double[NetworkParameters.FEATURES];
        for (int i = 0; i < example.length; i++) {
            example[i] = random.nextGaussian();
        }
        example[example.length - 1] = 1;
        return DenseVector.createDenseVector(example);
    }
}

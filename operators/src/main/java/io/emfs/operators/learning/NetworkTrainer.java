package io.emfs.operators.learning;

import io.emfs.operators.learning.NetworkParameters.TrainingPlan;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.tribuo.ImmutableFeatureMap;
import org.tribuo.ImmutableOutputInfo;
import org.tribuo.common.sgd.AbstractSGDTrainer;
import org.tribuo.common.sgd.SGDObjective;
import org.tribuo.math.la.DenseVector;
import org.tribuo.math.optimisers.AdaGrad;
import org.tribuo.provenance.ModelProvenance;
import org.tribuo.regression.Regressor;

/**
 * Trains encoder and base network jointly, as a trainer of Tribuo. AdaGrad: the Adam of Tribuo 4.3.2 multiplies by the root
 * of the second moment instead of dividing by it.
 */
final class NetworkTrainer extends AbstractSGDTrainer<Regressor, DenseVector, TrainedNetwork, NetworkParameters> {
    private final NetworkShape shape;
    private final TrainingPlan plan;
    private final double @Nullable [] start;

    /** AdaGrad forgets what it has seen: its first steps would throw a trained network off. */
    private static final double WARM_RATE = 0.2;

    /** From {@code start}, or from scratch if it is null. */
    NetworkTrainer(
            NetworkShape shape,
            TrainerOptions options,
            int epochs,
            TrainingPlan plan,
            double @Nullable [] start,
            long seed) {
        super(
                new AdaGrad(options.learningRate() * (start == null ? 1 : WARM_RATE)),
                epochs,
                -1,
                options.minibatch(),
                seed,
                false);
        this.shape = shape;
        this.plan = plan;
        this.start = start;
        postConfig(); // seeds the generator, which the constructor of Tribuo leaves to its configuration
    }

    @Override
    protected DenseVector getTarget(ImmutableOutputInfo<Regressor> outputs, Regressor output) {
        return DenseVector.createDenseVector(output.getValues());
    }

    @Override
    protected SGDObjective<DenseVector> getObjective() {
        return new LaplaceLikelihood();
    }

    @Override
    protected NetworkParameters createParameters(int features, int outputs, SplittableRandom random) {
        if (features != NetworkParameters.FEATURES) {
            throw new IllegalArgumentException("features=" + features + ", expected " + NetworkParameters.FEATURES);
        }
        return new NetworkParameters(shape, plan, start == null ? shape.initial(random) : start);
    }

    @Override
    protected TrainedNetwork createModel(
            String name,
            ModelProvenance provenance,
            ImmutableFeatureMap features,
            ImmutableOutputInfo<Regressor> outputs,
            NetworkParameters parameters) {
        return new TrainedNetwork(name, provenance, features, outputs, new Network(shape, parameters.trained()));
    }

    @Override
    protected String getModelClassName() {
        return TrainedNetwork.class.getName();
    }

    @Override
    protected String getName() {
        return "queue-latency";
    }
}

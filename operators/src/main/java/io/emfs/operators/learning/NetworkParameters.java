package io.emfs.operators.learning;

import com.oracle.labs.mlrg.olcut.util.Pair;
import java.util.Arrays;
import org.tribuo.math.FeedForwardParameters;
import org.tribuo.math.la.DenseVector;
import org.tribuo.math.la.SGDVector;
import org.tribuo.math.la.Tensor;
import org.tribuo.math.protos.ParametersProto;

/**
 * Encoder and base network while they are trained; Tribuo drives it example by example, on one thread. An example is the
 * scaled pooled and base features, then its weight.
 *
 * <p>Steps grow smaller towards the end, and the weights that training ends with are the mean over its last quarter: with
 * AdaGrad alone, they would still jump from batch to batch.
 */
final class NetworkParameters implements FeedForwardParameters {
    private static final long serialVersionUID = 1;

    static final int FEATURES = FeatureVectors.POOLED + FeatureVectors.BASE + 1;

    private static final int WEIGHT = FEATURES - 1;
    private static final double LAST_STEP = 0.05;
    private static final double AVERAGED = 0.25;
    private static final Tensor[] ACCUMULATED = {};

    private final transient NetworkShape shape;
    private final transient TrainingPlan plan;
    private DenseVector weightVector;
    private double[] weights;
    private final double[] gradient;
    private final double[] sum;
    private int step;
    private int summed;

    private final double[] in = new double[FEATURES];
    private final double[] baseIn = new double[FeatureVectors.BASE + NetworkShape.EMBEDDING];
    private final double[] hidden = new double[NetworkShape.HIDDEN];
    private final double[] embedding = new double[NetworkShape.EMBEDDING];
    private final double[] first = new double[NetworkShape.WIDTH];
    private final double[] second = new double[NetworkShape.WIDTH];
    private final double[] out = new double[NetworkShape.OUTPUTS];
    private final double[] linear = new double[NetworkShape.OUTPUTS];
    private final double[] outGradient = new double[NetworkShape.OUTPUTS];
    private final double[] secondGradient = new double[NetworkShape.WIDTH];
    private final double[] firstGradient = new double[NetworkShape.WIDTH];
    private final double[] embeddingGradient = new double[NetworkShape.EMBEDDING];
    private final double[] hiddenGradient = new double[NetworkShape.HIDDEN];

    /**
     * How far training goes.
     *
     * @param steps minibatches in all
     * @param decay of the weights towards 0, per step
     */
    record TrainingPlan(int steps, double decay) {
        double stepFactor(int step) {
            return Math.max(LAST_STEP, 1 - (1 - LAST_STEP) * step / Math.max(1, steps));
        }

        boolean averages(int step) {
            return step >= (1 - AVERAGED) * steps;
        }
    }

    NetworkParameters(NetworkShape shape, TrainingPlan plan, double[] weights) {
        this.shape = shape;
        this.plan = plan;
        this.weightVector = DenseVector.createDenseVector(weights);
        this.weights = weights.clone();
        this.gradient = new double[weights.length];
        this.sum = new double[weights.length];
    }

    /** What training ends with. */
    float[] trained() {
        float[] trained = new float[weights.length];
        for (int i = 0; i < trained.length; i++) {
            trained[i] = (float) (summed == 0 ? weights[i] : sum[i] / summed);
        }
        return trained;
    }

    @Override
    public DenseVector predict(SGDVector example) {
        for (int i = 0; i < FEATURES; i++) {
            in[i] = example.get(i);
        }
        System.arraycopy(in, FeatureVectors.POOLED, baseIn, 0, FeatureVectors.BASE);
        if (shape.embedding > 0) {
            shape.encoderHidden.forward(weights, in, 0, hidden);
            leak(hidden);
            shape.encoderOut.forward(weights, hidden, 0, embedding);
            soften(embedding);
            System.arraycopy(embedding, 0, baseIn, FeatureVectors.BASE, shape.embedding);
        }
        shape.first.forward(weights, baseIn, 0, first);
        leak(first);
        shape.second.forward(weights, first, 0, second);
        leak(second);
        shape.head.forward(weights, second, 0, out);
        shape.linear.forward(weights, baseIn, 0, linear);
        return DenseVector.createDenseVector(new double[] {out[0] + linear[0], out[1] + linear[1]});
    }

    /** Of the example that was just predicted; summed up here until {@link #merge}, for each is as large as the network. */
    @Override
    public Tensor[] gradients(Pair<Double, SGDVector> score, SGDVector example) {
        for (int i = 0; i < outGradient.length; i++) {
            outGradient[i] = score.getB().get(i) * in[WEIGHT];
        }
        shape.linear.gradient(baseIn, 0, outGradient, gradient);
        shape.head.gradient(second, 0, outGradient, gradient);
        for (int i = 0; i < second.length; i++) {
            secondGradient[i] = slope(second[i]) * shape.head.inputGradient(weights, i, outGradient);
        }
        shape.second.gradient(first, 0, secondGradient, gradient);
        for (int i = 0; i < first.length; i++) {
            firstGradient[i] = slope(first[i]) * shape.second.inputGradient(weights, i, secondGradient);
        }
        shape.first.gradient(baseIn, 0, firstGradient, gradient);
        if (shape.embedding > 0) {
            encoderGradients();
        }
        return ACCUMULATED;
    }

    private void encoderGradients() {
        for (int i = 0; i < embedding.length; i++) {
            double fromBase = shape.first.inputGradient(weights, FeatureVectors.BASE + i, firstGradient)
                    + shape.linear.inputGradient(weights, FeatureVectors.BASE + i, outGradient);
            embeddingGradient[i] = fromBase * (1 - Math.abs(embedding[i])) * (1 - Math.abs(embedding[i]));
        }
        shape.encoderOut.gradient(hidden, 0, embeddingGradient, gradient);
        for (int i = 0; i < hidden.length; i++) {
            hiddenGradient[i] = slope(hidden[i]) * shape.encoderOut.inputGradient(weights, i, embeddingGradient);
        }
        shape.encoderHidden.gradient(in, 0, hiddenGradient, gradient);
    }

    @Override
    public Tensor[] merge(Tensor[][] gradients, int size) {
        for (int i = 0; i < gradient.length; i++) {
            gradient[i] /= size;
        }
        Tensor[] merged = {DenseVector.createDenseVector(gradient)};
        Arrays.fill(gradient, 0);
        return merged;
    }

    @Override
    public void update(Tensor[] updates) {
        DenseVector update = (DenseVector) updates[0];
        double factor = plan.stepFactor(step);
        for (int i = 0; i < weights.length; i++) {
            weights[i] += factor * (update.get(i) - plan.decay() * weights[i]);
        }
        if (plan.averages(step)) {
            for (int i = 0; i < weights.length; i++) {
                sum[i] += weights[i];
            }
            summed++;
        }
        step++;
    }

    @Override
    public Tensor[] getEmptyCopy() {
        return new Tensor[] {new DenseVector(weights.length)};
    }

    @Override
    public Tensor[] get() {
        weightVector = DenseVector.createDenseVector(weights);
        return new Tensor[] {weightVector};
    }

    @Override
    public void set(Tensor[] newWeights) {
        weightVector = (DenseVector) newWeights[0];
        weights = weightVector.toArray();
    }

    @Override
    public NetworkParameters copy() {
        return new NetworkParameters(shape, plan, weights);
    }

    /** {@link QueueModel} has its own format. */
    @Override
    public ParametersProto serialize() {
        throw new UnsupportedOperationException("stored as QueueModel.toBytes()");
    }

    private static void soften(double[] values) {
        for (int i = 0; i < values.length; i++) {
            values[i] /= 1 + Math.abs(values[i]);
        }
    }

    private static void leak(double[] values) {
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.max(values[i], NetworkShape.LEAK * values[i]);
        }
    }

    private static double slope(double activation) {
        return activation > 0 ? 1 : NetworkShape.LEAK;
    }
}

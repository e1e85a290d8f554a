package io.emfs.operators.learning;

import java.util.SplittableRandom;

/**
 * The layers of encoder and base network, in one flat array of weights. The embedding goes into the base network beside its
 * other inputs; the base network's output is that of its layers plus a linear function of its input. Immutable.
 */
final class NetworkShape {
    static final int HIDDEN = 32;
    static final int EMBEDDING = 12;
    static final int WIDTH = 32;

    /** Location, ln of the width. */
    static final int OUTPUTS = 2;

    /** Of units that are off: with 0, they would learn no more. */
    static final float LEAK = 0.1f;

    static final NetworkShape WITH_EMBEDDING = new NetworkShape(EMBEDDING);
    static final NetworkShape WITHOUT_EMBEDDING = new NetworkShape(0);

    final int embedding;
    final DenseLayer encoderHidden;
    final DenseLayer encoderOut;
    final DenseLayer first;
    final DenseLayer second;
    final DenseLayer head;
    final DenseLayer linear;

    private NetworkShape(int embedding) {
        this.embedding = embedding;
        boolean encodes = embedding > 0;
        encoderHidden = new DenseLayer(encodes ? FeatureVectors.POOLED : 0, encodes ? HIDDEN : 0, 0);
        encoderOut = new DenseLayer(encodes ? HIDDEN : 0, embedding, encoderHidden.end());
        first = new DenseLayer(FeatureVectors.BASE + embedding, WIDTH, encoderOut.end());
        second = new DenseLayer(WIDTH, WIDTH, first.end());
        head = new DenseLayer(WIDTH, OUTPUTS, second.end());
        linear = new DenseLayer(FeatureVectors.BASE + embedding, OUTPUTS, head.end());
    }

    static NetworkShape of(boolean embedding) {
        return embedding ? WITH_EMBEDDING : WITHOUT_EMBEDDING;
    }

    /** Weights of all layers. */
    int weights() {
        return linear.end();
    }

    /** He's initialisation; the linear part starts at 0. */
    double[] initial(SplittableRandom random) {
        double[] weights = new double[weights()];
        fill(encoderHidden, 2, weights, random);
        fill(encoderOut, 1, weights, random);
        fill(first, 2, weights, random);
        fill(second, 2, weights, random);
        fill(head, 0.1, weights, random);
        return weights;
    }

    private static void fill(DenseLayer layer, double gain, double[] weights, SplittableRandom random) {
        double deviation = Math.sqrt(gain / Math.max(1, layer.inputs()));
        for (int i = 0; i < layer.inputs() * layer.outputs(); i++) {
            weights[layer.offset() + i] = deviation * random.nextGaussian();
        }
    }
}

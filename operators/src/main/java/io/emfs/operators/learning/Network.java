package io.emfs.operators.learning;

/** Encoder and base network as they serve: on scaled features, without allocation. Immutable, thread-safe. */
final class Network {
    private static final float MIN_LN_WIDTH = -5;
    private static final float MAX_LN_WIDTH = 3;

    private final NetworkShape shape;
    private final float[] weights;

    /** Takes ownership of the weights. */
    Network(NetworkShape shape, float[] weights) {
        if (weights.length != shape.weights()) {
            throw new IllegalArgumentException("weights=" + weights.length + ", expected " + shape.weights());
        }
        this.shape = shape;
        this.weights = weights;
    }

    static float clipLnWidth(double lnWidth) {
        return (float) Math.max(MIN_LN_WIDTH, Math.min(MAX_LN_WIDTH, lnWidth));
    }

    /** The same, with all widths multiplied. */
    Network widened(double factor) {
        float[] changed = weights.clone();
        changed[shape.head.offset() + shape.head.inputs() * shape.head.outputs() + 1] += (float) Math.log(factor);
        return new Network(shape, changed);
    }

    NetworkShape shape() {
        return shape;
    }

    float[] weights() {
        return weights.clone();
    }

    /** Encodes {@link Workspace#pooled}, and takes in what the candidates have in common. */
    void begin(Workspace work) {
        if (shape.embedding > 0) {
            shape.encoderHidden.biases(weights, work.hidden);
            shape.encoderHidden.add(weights, 0, FeatureVectors.POOLED, work.pooled, 0, work.hidden);
            tanh(work.hidden);
            shape.encoderOut.biases(weights, work.embedding);
            shape.encoderOut.add(weights, 0, NetworkShape.HIDDEN, work.hidden, 0, work.embedding);
            tanh(work.embedding);
        }
        common(shape.first, work, work.common);
        common(shape.linear, work, work.commonLinear);
    }

    private void common(DenseLayer layer, Workspace work, float[] out) {
        layer.biases(weights, out);
        layer.add(weights, 0, FeatureVectors.SHARED, work.base, 0, out);
        layer.add(weights, FeatureVectors.BASE, shape.embedding, work.embedding, 0, out);
    }

    /** After {@link #begin}: location and ln width of the candidate in {@link Workspace#base}, to {@link Workspace#out}. */
    void candidate(Workspace work) {
        System.arraycopy(work.common, 0, work.first, 0, work.first.length);
        add(shape.first, work, work.first);
        leak(work.first);
        shape.second.biases(weights, work.second);
        shape.second.add(weights, 0, NetworkShape.WIDTH, work.first, 0, work.second);
        leak(work.second);
        shape.head.biases(weights, work.out);
        shape.head.add(weights, 0, NetworkShape.WIDTH, work.second, 0, work.out);
        System.arraycopy(work.commonLinear, 0, work.linear, 0, work.linear.length);
        add(shape.linear, work, work.linear);
        work.out[0] += work.linear[0];
        work.out[1] = clipLnWidth(work.out[1] + work.linear[1]);
    }

    private void add(DenseLayer layer, Workspace work, float[] out) {
        layer.add(weights, FeatureVectors.SHARED, FeatureVectors.CANDIDATE, work.base, FeatureVectors.SHARED, out);
    }

    private static void tanh(float[] values) {
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.tanh(values[i]);
        }
    }

    private static void leak(float[] values) {
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.max(values[i], NetworkShape.LEAK * values[i]);
        }
    }
}

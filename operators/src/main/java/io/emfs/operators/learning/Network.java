package io.emfs.operators.learning;

/** Encoder and base network as they serve: on scaled features, without allocation. Immutable, thread-safe. */
final class Network {
    private static final float MIN_LN_WIDTH = -5;
    private static final float MAX_LN_WIDTH = 3;
    private static final float HALF_SUM = (1 + NetworkShape.LEAK) / 2;
    private static final float HALF_DIFFERENCE = (1 - NetworkShape.LEAK) / 2;

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

    /** Takes in what the candidates have in common of {@link Workspace#pooled} and {@link Workspace#base}. */
    void begin(Workspace work) {
        if (shape.embedding > 0) {
            shape.encoderHidden.biases(weights, work.commonHidden);
            shape.encoderHidden.add(weights, 0, HistoryFeatures.COMMON, work.pooled, 0, work.commonHidden);
        }
        common(shape.first, work, work.common);
        common(shape.linear, work, work.commonLinear);
    }

    private void common(DenseLayer layer, Workspace work, float[] out) {
        layer.biases(weights, out);
        layer.add(weights, 0, FeatureVectors.SHARED, work.base, 0, out);
    }

    /** After {@link #begin}: location and ln width of the {@code place}th candidate, to {@link Workspace#out}. */
    void candidate(Workspace work, int place) {
        if (shape.embedding > 0) {
            encode(work, place);
        }
        System.arraycopy(work.common, 0, work.first, 0, work.first.length);
        add(shape.first, work, place, work.first);
        leak(work.first);
        shape.second.biases(weights, work.second);
        shape.second.add(weights, 0, NetworkShape.WIDTH, work.first, 0, work.second);
        leak(work.second);
        shape.head.biases(weights, work.out);
        shape.head.add(weights, 0, NetworkShape.WIDTH, work.second, 0, work.out);
        System.arraycopy(work.commonLinear, 0, work.linear, 0, work.linear.length);
        add(shape.linear, work, place, work.linear);
        work.out[0] += work.linear[0];
        work.out[1] = clipLnWidth(work.out[1] + work.linear[1]);
    }

    private void encode(Workspace work, int place) {
        System.arraycopy(work.commonHidden, 0, work.hidden, 0, work.hidden.length);
        shape.encoderHidden.add(
                weights,
                HistoryFeatures.COMMON,
                HistoryFeatures.QUEUE,
                work.views,
                place * HistoryFeatures.QUEUE,
                work.hidden);
        leak(work.hidden);
        shape.encoderOut.biases(weights, work.embedding);
        shape.encoderOut.add(weights, 0, NetworkShape.HIDDEN, work.hidden, 0, work.embedding);
        soften(work.embedding);
    }

    private void add(DenseLayer layer, Workspace work, int place, float[] out) {
        layer.add(
                weights,
                FeatureVectors.SHARED,
                FeatureVectors.CANDIDATE,
                work.candidates,
                place * FeatureVectors.CANDIDATE,
                out);
        layer.add(weights, FeatureVectors.BASE, shape.embedding, work.embedding, 0, out);
    }

    /** Softsign: bounded as tanh is, and quicker by far. */
    private static void soften(float[] values) {
        for (int i = 0; i < values.length; i++) {
            values[i] /= 1 + Math.abs(values[i]);
        }
    }

    /** The larger of a value and {@link NetworkShape#LEAK} times it: without a branch, nor the cares of Math.max for zeros. */
    private static void leak(float[] values) {
        for (int i = 0; i < values.length; i++) {
            values[i] = HALF_SUM * values[i] + HALF_DIFFERENCE * Math.abs(values[i]);
        }
    }
}

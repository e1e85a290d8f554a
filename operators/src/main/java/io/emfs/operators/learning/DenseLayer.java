package io.emfs.operators.learning;

/**
 * A dense layer whose weights are part of one flat array: those of an input lie side by side, so that the compiler can
 * vectorise over outputs; then the biases. Immutable.
 *
 * @param offset of the first weight
 */
record DenseLayer(int inputs, int outputs, int offset) {
    /** The first weight behind it. */
    int end() {
        return offset + (inputs + 1) * outputs;
    }

    /** Replaces {@code out} by the layer's output for {@code in} from {@code inOffset} on. */
    void forward(double[] weights, double[] in, int inOffset, double[] out) {
        System.arraycopy(weights, offset + inputs * outputs, out, 0, outputs);
        for (int i = 0; i < inputs; i++) {
            double x = in[inOffset + i];
            int row = offset + i * outputs;
            for (int j = 0; j < outputs; j++) {
                out[j] += x * weights[row + j];
            }
        }
    }

    /** Adds the weights' gradient. */
    void gradient(double[] in, int inOffset, double[] outGradient, double[] weightGradient) {
        for (int i = 0; i < inputs; i++) {
            double x = in[inOffset + i];
            int row = offset + i * outputs;
            for (int j = 0; j < outputs; j++) {
                weightGradient[row + j] += x * outGradient[j];
            }
        }
        int biases = offset + inputs * outputs;
        for (int j = 0; j < outputs; j++) {
            weightGradient[biases + j] += outGradient[j];
        }
    }

    /** The gradient of input {@code i}. Four sums side by side: one alone would wait for each addition. */
    double inputGradient(double[] weights, int i, double[] outGradient) {
        int row = offset + i * outputs;
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int j = 0;
        for (; j + 3 < outputs; j += 4) {
            a += weights[row + j] * outGradient[j];
            b += weights[row + j + 1] * outGradient[j + 1];
            c += weights[row + j + 2] * outGradient[j + 2];
            d += weights[row + j + 3] * outGradient[j + 3];
        }
        for (; j < outputs; j++) {
            a += weights[row + j] * outGradient[j];
        }
        return a + b + c + d;
    }

    void biases(float[] weights, float[] out) {
        System.arraycopy(weights, offset + inputs * outputs, out, 0, outputs);
    }

    /** Adds what {@code count} inputs from {@code first} on contribute; they are {@code in} from {@code inOffset} on. */
    void add(float[] weights, int first, int count, float[] in, int inOffset, float[] out) {
        for (int i = 0; i < count; i++) {
            float x = in[inOffset + i];
            int row = offset + (first + i) * outputs;
            for (int j = 0; j < outputs; j++) {
                out[j] += x * weights[row + j];
            }
        }
    }
}

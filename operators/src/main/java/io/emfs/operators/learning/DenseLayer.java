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

    /**
     * Adds what {@code count} inputs from {@code first} on contribute; they are {@code in} from {@code inOffset} on. Eight
     * outputs at a time are kept in registers: rows are too short for the compiler to vectorise over.
     */
    void add(float[] weights, int first, int count, float[] in, int inOffset, float[] out) {
        int from = offset + first * outputs;
        int end = inOffset + count;
        int j = 0;
        for (; j + 7 < outputs; j += 8) {
            addEight(weights, from + j, in, inOffset, end, out, j);
        }
        for (; j + 1 < outputs; j += 2) {
            float a = out[j];
            float b = out[j + 1];
            int at = from + j;
            for (int i = inOffset; i < end; i++) {
                a += in[i] * weights[at];
                b += in[i] * weights[at + 1];
                at += outputs;
            }
            out[j] = a;
            out[j + 1] = b;
        }
        if (j < outputs) {
            for (int i = inOffset; i < end; i++) {
                out[j] += in[i] * weights[from + j + (i - inOffset) * outputs];
            }
        }
    }

    private void addEight(float[] weights, int from, float[] in, int start, int end, float[] out, int j) {
        float a = out[j];
        float b = out[j + 1];
        float c = out[j + 2];
        float d = out[j + 3];
        float e = out[j + 4];
        float f = out[j + 5];
        float g = out[j + 6];
        float h = out[j + 7];
        int at = from;
        for (int i = start; i < end; i++) {
            float x = in[i];
            a += x * weights[at];
            b += x * weights[at + 1];
            c += x * weights[at + 2];
            d += x * weights[at + 3];
            e += x * weights[at + 4];
            f += x * weights[at + 5];
            g += x * weights[at + 6];
            h += x * weights[at + 7];
            at += outputs;
        }
        out[j] = a;
        out[j + 1] = b;
        out[j + 2] = c;
        out[j + 3] = d;
        out[j + 4] = e;
        out[j + 5] = f;
        out[j + 6] = g;
        out[j + 7] = h;
    }
}

package io.emfs.operators.learning;

/**
 * Where a model comes from. Immutable.
 *
 * @param trainer Tribuo's description of the trainer and its hyper-parameters
 * @param rows that it was trained on
 * @param keys functions that the rows are of
 * @param heldOutError median absolute error on functions that were held out, 0.1 is 10 %; NaN if none were
 * @param trainedMs epoch ms
 * @param source what the rows are from, such as {@code simulation}
 */
public record ModelProvenance(
        String trainer, long seed, int rows, int keys, double heldOutError, long trainedMs, String source) {

    ModelProvenance withHeldOutError(double error) {
        return new ModelProvenance(trainer, seed, rows, keys, error, trainedMs, source);
    }
}

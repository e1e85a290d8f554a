package io.emfs.operators.learning;

/**
 * What came out of training. Immutable.
 *
 * @param heldOutError median absolute error of {@code model} on functions that were held out, 0.1 is 10 %; NaN if none were
 * @param incumbentError of the model before, on the same rows; NaN if there was none
 * @param lastError of the guess that nothing changes, on the same rows
 */
public record Training(QueueModel model, double heldOutError, double incumbentError, double lastError) {
    /** A model this much worse than the one before may take its place: it has seen newer windows. */
    public static final double TOLERANCE = 1.02;

    /** Whether the new model is to serve: there is none to compare it with, or it is not worse. */
    public boolean promoted() {
        if (Double.isNaN(heldOutError)) {
            return false;
        }
        return Double.isNaN(incumbentError) || heldOutError <= TOLERANCE * incumbentError;
    }
}

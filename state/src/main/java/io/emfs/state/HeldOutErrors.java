package io.emfs.state;

/**
 * How models fare on functions that none of them was trained on: median absolute errors of p95 latency, 0.1 is 10 %; NaN
 * where there is nothing to say. Immutable.
 *
 * @param candidate the model that was just trained
 * @param incumbent the one in use
 * @param last the guess that nothing changes
 * @param machine a factorisation machine without history, on the candidate's rows
 * @param trees gradient-boosted trees without history, on the candidate's rows
 */
public record HeldOutErrors(double candidate, double incumbent, double last, double machine, double trees) {
    public static final HeldOutErrors NONE =
            new HeldOutErrors(Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
}

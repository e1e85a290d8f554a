package io.emfs.operators.learning;

import io.emfs.state.ForecastScore;
import io.emfs.state.FunctionProfile;

/** Whether a decision may rest on a forecast, and on which part of the model it rests. */
public enum Trust {
    /** Nothing is known, or the model fares worse than the guess that nothing changes: the ladder decides. */
    NONE,
    /** One or two windows: the factorisation machine, which needs no history. */
    FACTORISATION,
    /** The network, with the function's embedding. */
    NETWORK;

    /** Windows from which on the embedding pays; found in simulation. */
    public static final int NETWORK_WINDOWS = 3;

    /** Before, a comparison of errors would be chance. */
    private static final int MIN_JUDGED = 4;

    /** In a forecast that was made from {@code profile}. */
    public static Trust in(Forecast forecast, FunctionProfile profile) {
        if (profile.windows() == 0 || !forecast.finite() || worseThanLast(profile.score())) {
            return NONE;
        }
        return profile.windows() < NETWORK_WINDOWS ? FACTORISATION : NETWORK;
    }

    private static boolean worseThanLast(ForecastScore score) {
        return score.judged() >= MIN_JUDGED && !(score.modelError() <= score.lastError());
    }
}

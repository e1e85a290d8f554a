package io.emfs.operators.policy;

import io.emfs.config.LearningConfig;
import io.emfs.state.WindowSummary;
import java.io.Serializable;
import java.util.SplittableRandom;

/**
 * Chooses the windows after which a function with slack tries another queue: without it, a model would only ever learn of
 * the queues that it chose. By chance, but by the same for the same window, so that a replay decides alike. Immutable.
 */
final class Explorer implements Serializable {
    private static final long serialVersionUID = 1;

    private final double share;

    Explorer(LearningConfig learning) {
        this.share = learning.enabled() ? learning.exploration() : 0;
    }

    /** {@code factor} times as rarely where the next queue has proved too low. */
    boolean explores(WindowSummary window, int factor) {
        long seed = 31L * window.key().function().hashCode() + window.endMs();
        return new SplittableRandom(seed).nextDouble() < share / factor;
    }
}

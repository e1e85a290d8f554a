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

    /** Whether functions go anywhere, whatever that costs, for others to learn from: {@code learning.exploration} is 1. */
    boolean wanders() {
        return share >= 1;
    }

    /** Where a function that wanders goes after the window, 1…{@code queues}: every other time it stays. */
    int wanderFrom(int queue, WindowSummary window, int queues) {
        SplittableRandom random = random(window);
        return random.nextBoolean() ? queue : 1 + random.nextInt(queues);
    }

    /** {@code factor} times as rarely where the next queue has proved too low. */
    boolean explores(WindowSummary window, int factor) {
        return random(window).nextDouble() < share / factor;
    }

    private static SplittableRandom random(WindowSummary window) {
        return new SplittableRandom(31L * window.key().function().hashCode() + window.endMs());
    }
}

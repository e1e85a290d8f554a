package io.emfs.pipeline.executor;

import io.emfs.state.FunctionKey;
import io.emfs.state.ThreadChange;

/**
 * A thread change that was carried out, or found to be of no consequence.
 *
 * @param loopNs kernel event → thread set, ns; 0 unless it was moved
 */
public record ThreadApplied(ThreadChange change, Outcome outcome, long loopNs) implements Effect {

    @Override
    public FunctionKey key() {
        return change.key();
    }

    /** What became of the thread. */
    public enum Outcome {
        MOVED,
        /** It was there already, or is boosted and goes there afterwards. */
        UNCHANGED,
        GONE,
        /** Somebody else made it real-time. */
        FOREIGN,
        /** The kernel would not let eMFS set it. */
        REFUSED,
        /** Its function has no queue yet: it goes there with its function. */
        NOT_PLACED
    }
}

package io.emfs.operators.policy;

import io.emfs.state.QueueChange;
import io.emfs.state.QueuePlacement;
import org.jspecify.annotations.Nullable;

/**
 * What the policy makes of one event.
 *
 * @param placement to be remembered
 * @param change to be executed; null if the function stays where it is
 */
record Decision(QueuePlacement placement, @Nullable QueueChange change) {

    static Decision stay(QueuePlacement placement) {
        return new Decision(placement, null);
    }
}

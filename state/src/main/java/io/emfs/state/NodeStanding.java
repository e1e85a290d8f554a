package io.emfs.state;

import org.jspecify.annotations.Nullable;

/**
 * What the policy remembers of a node as a whole. Immutable.
 *
 * @param misses of all its functions that have an SLO
 * @param trial the move that is being watched; null if there is none
 */
public record NodeStanding(MissTally misses, @Nullable MoveTrial trial) {
    public static final NodeStanding EMPTY = new NodeStanding(MissTally.EMPTY, null);
}

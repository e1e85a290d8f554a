package io.emfs.pipeline.source.split;

import java.util.Set;

/** The enumerator's state: the nodes that were given to readers; these hold their splits in their own state. */
public record NodeCheckpoint(Set<String> assigned) {
    public NodeCheckpoint {
        assigned = Set.copyOf(assigned);
    }
}

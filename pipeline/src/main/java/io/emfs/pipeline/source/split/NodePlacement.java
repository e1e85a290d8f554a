package io.emfs.pipeline.source.split;

import java.io.Serializable;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;

/**
 * Which subtask has a node: the one with the key group of its name, where its windows and its policy are. So that no event
 * leaves its subtask, the node's events have to come to the source there. Immutable; travels with the job.
 *
 * @param maxParallelism of the job, the number of its key groups
 */
public record NodePlacement(int maxParallelism) implements Serializable {
    public int subtaskOf(String node, int parallelism) {
        return KeyGroupRangeAssignment.assignKeyToParallelOperator(node, maxParallelism, parallelism);
    }
}

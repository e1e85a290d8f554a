package io.emfs.jobs;

import java.util.Set;

/**
 * A job of a Flink cluster.
 *
 * @param id hexadecimal
 * @param state as Flink calls it
 * @param startedMs epoch ms
 */
public record ClusterJob(String id, String name, String state, long startedMs) {
    private static final Set<String> ENDED = Set.of("FINISHED", "CANCELED", "FAILED");

    /** Whether it will never run again. */
    public boolean ended() {
        return ENDED.contains(state);
    }
}

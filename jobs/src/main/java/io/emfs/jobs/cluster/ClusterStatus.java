package io.emfs.jobs.cluster;

import java.util.List;

/**
 * How a standalone cluster stands.
 *
 * @param address HOST:PORT of its REST; empty if none was published
 * @param running whether all processes run and the TaskManagers have registered
 */
public record ClusterStatus(boolean running, String address, List<Member> processes) {
    /**
     * A process of it.
     *
     * @param slots 0 for a JobManager, and for a TaskManager that has not registered
     * @param freeSlots those that no job has
     */
    public record Member(String name, long pid, boolean running, int slots, int freeSlots) {}
}

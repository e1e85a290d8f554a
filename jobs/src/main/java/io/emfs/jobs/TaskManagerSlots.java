package io.emfs.jobs;

/**
 * A TaskManager of a Flink cluster.
 *
 * @param name Flink's resource id
 * @param free slots that no job has
 */
public record TaskManagerSlots(String name, int slots, int free) {}

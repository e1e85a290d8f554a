package io.emfs.pipeline.executor;

/**
 * When a thread and its process started, which tells them from others that had the same numbers.
 *
 * @param ticks of the thread, clock ticks since boot
 * @param processTicks of its process
 */
public record ThreadStart(long ticks, long processTicks) {}

package io.emfs.pipeline.executor;

/**
 * A thread at one moment.
 *
 * @param startTicks start of the thread, clock ticks since boot
 * @param runnable whether it runs or would like to
 * @param cpu where it runs, waits, or ran last
 * @param ranNs CPU time it has had, ns; 0 unless it is runnable
 */
public record ThreadLook(long startTicks, boolean runnable, int cpu, long ranNs) {}

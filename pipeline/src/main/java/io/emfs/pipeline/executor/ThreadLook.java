package io.emfs.pipeline.executor;

/**
 * A thread at one moment.
 *
 * @param startTicks start of the thread, clock ticks since boot
 * @param runnable whether it runs or would like to
 * @param ranNs CPU time it has had, ns; 0 unless it is runnable
 */
public record ThreadLook(long startTicks, boolean runnable, long ranNs) {}

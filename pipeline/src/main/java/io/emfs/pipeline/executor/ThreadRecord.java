package io.emfs.pipeline.executor;

import io.emfs.bpf.sched.ThreadPolicy;

/**
 * How a thread was before eMFS first changed it. Start times tell a thread from a later one of the same number.
 *
 * @param processStartTicks start of the main thread, clock ticks since boot
 * @param startTicks start of this thread, clock ticks since boot
 */
record ThreadRecord(int pid, long processStartTicks, int tid, long startTicks, ThreadPolicy original) {}

package io.emfs.pipeline.executor;

import io.emfs.state.FunctionKey;

/**
 * A thread that had been runnable for the starvation limit without running was given one quantum at the top of p1.
 *
 * @param atNs epoch ns
 * @param waitedNs how long it had been seen waiting
 */
public record Boosted(FunctionKey key, int pid, int tid, long atNs, long waitedNs) implements Effect {}

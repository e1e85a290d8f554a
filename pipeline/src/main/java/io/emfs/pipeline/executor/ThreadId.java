package io.emfs.pipeline.executor;

import io.emfs.state.ThreadChange;

/**
 * One thread and no later one of the same number.
 *
 * @param startTicks start of the thread, clock ticks since boot
 */
record ThreadId(int pid, int tid, long startTicks) {
    static ThreadId of(ThreadChange change) {
        return new ThreadId(change.pid(), change.tid(), change.startTicks());
    }
}

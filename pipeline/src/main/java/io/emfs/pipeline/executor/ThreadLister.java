package io.emfs.pipeline.executor;

import org.jspecify.annotations.Nullable;

/** The threads of processes, from {@code /proc/PID/task} (proc(5)). Thread-safe. */
public interface ThreadLister {
    long GONE = -1;

    /** Empty if the process is gone. */
    int[] threadsOf(int pid);

    /** When the thread started, in clock ticks since boot (field 22 of stat); {@link #GONE} if it ended. */
    long startTimeTicks(int pid, int tid);

    /** Null if the thread has ended. */
    @Nullable
    ThreadLook look(int pid, int tid);
}

package io.emfs.pipeline.executor;

/** Parents and children of processes, from field 4 of {@code /proc/PID/stat} (proc(5)). Thread-safe. */
public interface ProcessTree {

    /** 0 if the process has none or is gone. */
    int parentOf(int pid);

    /** Living children, of whichever thread; empty if there are none. */
    int[] childrenOf(int pid);
}

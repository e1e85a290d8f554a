package io.emfs.pipeline.executor;

/** What the other threads of a process are doing. */
public enum Siblings {
    /** There are none, or the process is gone. */
    NONE,
    /** All of them wait for something. */
    ASLEEP,
    /** At least one runs, or would like to. */
    RUNNABLE
}

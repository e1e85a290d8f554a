package io.emfs.bpf.monitor;

/** Runs tasks that may block; those of one process in the order they came. Thread-safe. */
@FunctionalInterface
interface PidExecutor {
    void execute(int pid, Runnable task);
}

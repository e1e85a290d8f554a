package io.emfs.bpf.monitor;

/** Waiting for a thread that was told to stop and will: what it uses may only be freed after it. */
public final class ThreadEnd {
    private ThreadEnd() {}

    /** An interrupt of the caller is kept for later. */
    public static void await(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

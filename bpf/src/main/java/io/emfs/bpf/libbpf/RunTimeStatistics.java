package io.emfs.bpf.libbpf;

import io.emfs.bpf.Errno;
import io.emfs.bpf.Libc;
import io.emfs.bpf.NativeException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Has the kernel count and time the runs of all BPF programs on this machine (BPF_ENABLE_STATS, Linux 5.8) until it is
 * closed. The switch is a file descriptor: it is off again when the process ends in any way, and stays on while anybody
 * holds one. It costs two clock readings per run of a program. Thread-safe.
 */
public final class RunTimeStatistics implements AutoCloseable {
    /** {@code enum bpf_stats_type}. */
    private static final int BPF_STATS_RUN_TIME = 0;

    private final int fd;
    private final AtomicBoolean closed = new AtomicBoolean();

    private RunTimeStatistics(int fd) {
        this.fd = fd;
    }

    /** Throws {@link NativeException}, with EPERM where CAP_SYS_ADMIN is missing. */
    public static RunTimeStatistics enable() {
        int fd = LibBpf.bpf_enable_stats(BPF_STATS_RUN_TIME);
        if (fd < 0) {
            throw new NativeException("bpf_enable_stats", "BPF_STATS_RUN_TIME", Errno.of(-fd));
        }
        return new RunTimeStatistics(fd);
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            Libc.close(fd);
        }
    }
}

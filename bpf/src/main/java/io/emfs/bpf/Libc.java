package io.emfs.bpf;

import com.sun.jna.Native;
import com.sun.jna.Pointer;

/** The C library calls eMFS makes; errno is {@link Native#getLastError()} of the calling thread. */
public final class Libc {
    public static final int PROT_READ = 1;
    public static final int PROT_WRITE = 2;
    public static final int MAP_SHARED = 1;
    public static final int EPOLL_CTL_ADD = 1;
    public static final int EPOLLIN = 1;
    public static final int CLOCK_REALTIME = 0;
    public static final int CLOCK_MONOTONIC_COARSE = 6;
    public static final int AF_INET = 2;
    public static final int SOCK_DGRAM = 2;
    public static final int SOCK_CLOEXEC = 0x80000;
    public static final int SOL_SOCKET = 1;
    public static final int SO_TIMESTAMPNS = 35;

    static {
        Native.register("c");
    }

    private Libc() {}

    public static native Pointer mmap(Pointer address, long length, int protection, int flags, int fd, long offset);

    public static native int munmap(Pointer address, long length);

    public static native int getpagesize();

    public static native int epoll_create1(int flags);

    public static native int epoll_ctl(int epoll, int operation, int fd, byte[] event);

    public static native int epoll_wait(int epoll, byte[] events, int maxEvents, int timeoutMs);

    public static native int close(int fd);

    public static native long read(int fd, Pointer buffer, long bytes);

    public static native int socket(int domain, int type, int protocol);

    public static native int setsockopt(int socket, int level, int option, int[] value, int bytes);

    public static native int clock_gettime(int clock, long[] secondsAndNs);

    public static native int clock_getres(int clock, long[] secondsAndNs);

    /** syscall(2) for the calls glibc does not wrap; never variadic in fact, all arguments travel in registers. */
    public static native long syscall(long number, long first, byte[] second, long third, long fourth);

    public static native int sched_getaffinity(int pid, long maskBytes, byte[] mask);

    public static native int sched_setaffinity(int pid, long maskBytes, byte[] mask);

    public static native int vsnprintf(byte[] buffer, long size, String format, Pointer arguments);

    /** errno of the last call that this thread made through this class. */
    public static Errno lastErrno() {
        return Errno.of(Native.getLastError());
    }
}

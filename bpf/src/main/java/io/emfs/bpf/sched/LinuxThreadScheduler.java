package io.emfs.bpf.sched;

import io.emfs.bpf.Libc;
import io.emfs.bpf.NativeException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** sched(7) by system call: sched_getattr(2), sched_setscheduler(2), setpriority(2). Thread-safe. */
public final class LinuxThreadScheduler implements ThreadScheduler {
    private static final int SCHED_RESET_ON_FORK = 0x40000000;

    /** struct sched_attr, first version: size, policy, flags, nice, priority, runtime, deadline, period. */
    private static final int ATTR_BYTES = 48;

    private static final int ATTR_POLICY = 4;
    private static final int ATTR_FLAGS = 8;
    private static final int ATTR_NICE = 16;
    private static final int ATTR_PRIORITY = 20;
    private static final long FLAG_RESET_ON_FORK = 1;

    private static final long SYS_SCHED_GETATTR = systemCall("sched_getattr", 315, 275);

    @Override
    public ThreadPolicy policyOf(int tid) {
        byte[] bytes = new byte[ATTR_BYTES];
        if (Libc.syscall(SYS_SCHED_GETATTR, tid, bytes, ATTR_BYTES, 0) != 0) {
            throw new NativeException("sched_getattr", "tid=" + tid, Libc.lastErrno());
        }
        ByteBuffer attr = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
        return new ThreadPolicy(
                attr.getInt(ATTR_POLICY),
                attr.getInt(ATTR_PRIORITY),
                attr.getInt(ATTR_NICE),
                (attr.getLong(ATTR_FLAGS) & FLAG_RESET_ON_FORK) != 0);
    }

    @Override
    public void apply(int tid, ThreadPolicy policy) {
        int flags = policy.resetOnFork() ? SCHED_RESET_ON_FORK : 0;
        if (Libc.sched_setscheduler(tid, policy.policy() | flags, new int[] {policy.priority()}) != 0) {
            throw new NativeException("sched_setscheduler", "tid=" + tid + ", " + policy, Libc.lastErrno());
        }
        if (!policy.realTime() && Libc.setpriority(Libc.PRIO_PROCESS, tid, policy.nice()) != 0) {
            throw new NativeException("setpriority", "tid=" + tid + ", nice=" + policy.nice(), Libc.lastErrno());
        }
    }

    private static long systemCall(String name, long x86, long generic) {
        return switch (System.getProperty("os.arch")) {
            case "amd64", "x86_64" -> x86;
            case "aarch64" -> generic;
            default ->
                throw new IllegalStateException(
                        "no system call number of " + name + " for os.arch=" + System.getProperty("os.arch"));
        };
    }
}

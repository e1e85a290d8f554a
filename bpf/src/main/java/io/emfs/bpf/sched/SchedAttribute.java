package io.emfs.bpf.sched;

import io.emfs.bpf.Libc;
import io.emfs.bpf.NativeException;
import io.emfs.bpf.SystemCall;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** {@code struct sched_attr}, first version, and the calls that take it: sched_getattr(2), sched_setattr(2). Thread-safe. */
final class SchedAttribute {
    private static final int BYTES = 48;

    private static final int SIZE = 0;
    private static final int POLICY = 4;
    private static final int FLAGS = 8;
    private static final int NICE = 16;
    private static final int PRIORITY = 20;
    private static final int RUNTIME = 24;
    private static final int DEADLINE_NS = 32;
    private static final int PERIOD_NS = 40;
    private static final long FLAG_RESET_ON_FORK = 1;
    private static final long FLAG_RECLAIM = 2;

    private static final int BATCH = 3;

    private static final long SCHED_SETATTR = SystemCall.numberOf("sched_setattr", 314, 274);
    private static final long SCHED_GETATTR = SystemCall.numberOf("sched_getattr", 315, 275);

    private SchedAttribute() {}

    /** As the kernel tells it: the slice of a thread that has none of its own is the default one. */
    static ThreadPolicy get(int tid) {
        byte[] bytes = new byte[BYTES];
        if (Libc.syscall(SCHED_GETATTR, tid, bytes, BYTES, 0) != 0) {
            throw new NativeException("sched_getattr", "tid=" + tid, Libc.lastErrno());
        }
        ByteBuffer attribute = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
        int policy = attribute.getInt(POLICY);
        return new ThreadPolicy(
                policy,
                attribute.getInt(PRIORITY),
                attribute.getInt(NICE),
                (attribute.getLong(FLAGS) & FLAG_RESET_ON_FORK) != 0,
                policy == ThreadPolicy.OTHER || policy == BATCH ? attribute.getLong(RUNTIME) : 0);
    }

    static void set(int tid, ThreadPolicy policy) {
        byte[] bytes = new byte[BYTES];
        ByteBuffer.wrap(bytes)
                .order(ByteOrder.nativeOrder())
                .putInt(SIZE, BYTES)
                .putInt(POLICY, policy.policy())
                .putLong(FLAGS, policy.resetOnFork() ? FLAG_RESET_ON_FORK : 0)
                .putInt(NICE, policy.nice())
                .putInt(PRIORITY, policy.priority())
                .putLong(RUNTIME, policy.realTime() ? 0 : policy.sliceNs());
        if (Libc.syscall(SCHED_SETATTR, tid, bytes, 0, 0) != 0) {
            throw new NativeException("sched_setattr", "tid=" + tid + ", " + policy, Libc.lastErrno());
        }
    }

    /**
     * A deadline at the end of each period, and beyond its runtime the thread gets what other deadlines leave; what it
     * starts does not inherit this. False if the kernel refuses: for
     * want of privilege, of CPUs (it must be free to use all of them), or of time that is not reserved for others.
     */
    static boolean trySetDeadline(int tid, long runtimeNs, long periodNs) {
        byte[] bytes = new byte[BYTES];
        ByteBuffer.wrap(bytes)
                .order(ByteOrder.nativeOrder())
                .putInt(SIZE, BYTES)
                .putInt(POLICY, ThreadPolicy.DEADLINE)
                .putLong(FLAGS, FLAG_RESET_ON_FORK | FLAG_RECLAIM)
                .putLong(RUNTIME, runtimeNs)
                .putLong(DEADLINE_NS, periodNs)
                .putLong(PERIOD_NS, periodNs);
        return Libc.syscall(SCHED_SETATTR, tid, bytes, 0, 0) == 0;
    }
}

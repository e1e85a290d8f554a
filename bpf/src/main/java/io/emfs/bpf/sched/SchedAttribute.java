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
    private static final long FLAG_RESET_ON_FORK = 1;

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
}

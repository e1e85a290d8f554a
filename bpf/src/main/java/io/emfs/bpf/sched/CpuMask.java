package io.emfs.bpf.sched;

import io.emfs.bpf.Libc;
import io.emfs.bpf.NativeException;
import java.util.Arrays;

/** The CPUs that a thread may run on, {@code sched_setaffinity(2)}. Immutable. */
final class CpuMask {
    private static final int BYTES = 1024 / Byte.SIZE;

    /** As many as the thread's cpuset permits. */
    static final CpuMask ALL = new CpuMask(filled());

    private final byte[] bits;

    private CpuMask(byte[] bits) {
        this.bits = bits;
    }

    static CpuMask of(int tid) {
        byte[] bits = new byte[BYTES];
        if (Libc.sched_getaffinity(tid, BYTES, bits) < 0) {
            throw new NativeException("sched_getaffinity", "tid=" + tid, Libc.lastErrno());
        }
        return new CpuMask(bits);
    }

    void apply(int tid) {
        if (Libc.sched_setaffinity(tid, BYTES, bits) < 0) {
            throw new NativeException("sched_setaffinity", "tid=" + tid, Libc.lastErrno());
        }
    }

    boolean intersects(CpuMask other) {
        for (int i = 0; i < BYTES; i++) {
            if ((bits[i] & other.bits[i]) != 0) {
                return true;
            }
        }
        return false;
    }

    private static byte[] filled() {
        byte[] bits = new byte[BYTES];
        Arrays.fill(bits, (byte) -1);
        return bits;
    }
}

package io.emfs.bpf.sched;

import io.emfs.bpf.Libc;
import io.emfs.bpf.NativeException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** The CPUs that a thread may run on, {@code sched_setaffinity(2)}. Immutable, thread-safe. */
public final class CpuMask {
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

    /** A bit for each of the first 64 CPUs that the thread may run on; 0 if it has ended. */
    public static long first64(int tid) {
        byte[] bits = new byte[BYTES];
        return Libc.sched_getaffinity(tid, BYTES, bits) < 0
                ? 0
                : ByteBuffer.wrap(bits).order(ByteOrder.nativeOrder()).getLong();
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

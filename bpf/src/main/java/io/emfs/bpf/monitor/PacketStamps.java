package io.emfs.bpf.monitor;

import io.emfs.bpf.Libc;
import io.emfs.bpf.NativeException;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Has the kernel stamp packets as they come in, which it does while any socket asks for it (SO_TIMESTAMPNS, socket(7)),
 * and tells the programs how to read the stamps. The socket is idle and the kernel's to close: stamping ends with this
 * process, however that ends. Thread-safe.
 */
final class PacketStamps implements AutoCloseable {
    private static final long NS_PER_S = 1_000_000_000;

    /** Of so many readings of both clocks, the one that took least is taken. */
    private static final int READINGS = 3;

    private final UnsafeBuffer shared;
    private final int socket;
    private boolean closed;

    private PacketStamps(UnsafeBuffer shared, int socket) {
        this.shared = shared;
        this.socket = socket;
    }

    /** Begins; {@code shared} is the programs' {@link SharedDescriptor}. Throws {@link NativeException}. */
    static PacketStamps begin(UnsafeBuffer shared) {
        int socket = Libc.socket(Libc.AF_INET, Libc.SOCK_DGRAM | Libc.SOCK_CLOEXEC, 0);
        if (socket < 0) {
            throw new NativeException("socket", "AF_INET, SOCK_DGRAM", Libc.lastErrno());
        }
        if (Libc.setsockopt(socket, Libc.SOL_SOCKET, Libc.SO_TIMESTAMPNS, new int[] {1}, Integer.BYTES) != 0) {
            NativeException failed = new NativeException("setsockopt", "SO_TIMESTAMPNS", Libc.lastErrno());
            Libc.close(socket);
            throw failed;
        }
        PacketStamps stamps = new PacketStamps(shared, socket);
        stamps.refresh();
        return stamps;
    }

    /** Takes the clocks' distance anew: it changes when the wall clock is set, by a step. */
    synchronized void refresh() {
        if (!closed) {
            shared.putLongVolatile(SharedDescriptor.REALTIME_OFFSET_NS_OFFSET, realtimeOffsetNs());
        }
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            shared.putLongVolatile(SharedDescriptor.REALTIME_OFFSET_NS_OFFSET, 0);
            Libc.close(socket);
        }
    }

    private static long realtimeOffsetNs() {
        long[] realtime = new long[2];
        long shortestNs = Long.MAX_VALUE;
        long offsetNs = 0;
        for (int reading = 0; reading < READINGS; reading++) {
            long beforeNs = System.nanoTime();
            if (Libc.clock_gettime(Libc.CLOCK_REALTIME, realtime) != 0) {
                throw new NativeException("clock_gettime", "CLOCK_REALTIME", Libc.lastErrno());
            }
            long tookNs = System.nanoTime() - beforeNs;
            if (tookNs < shortestNs) {
                shortestNs = tookNs;
                offsetNs = realtime[0] * NS_PER_S + realtime[1] - (beforeNs + tookNs / 2);
            }
        }
        return offsetNs;
    }
}

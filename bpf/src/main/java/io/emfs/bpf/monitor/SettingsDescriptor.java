package io.emfs.bpf.monitor;

import io.emfs.bpf.Libc;
import io.emfs.bpf.NativeException;
import io.emfs.config.EmfsConfig;
import io.emfs.config.PolicyConfig.Late;
import io.emfs.config.PolicyConfig.Quanta;
import io.emfs.config.QueueConfig;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** {@code struct settings} of emfs.h: what the programs see as constants. */
final class SettingsDescriptor {
    static final int SIZE_BYTES = 168;
    static final int PEERS_OFFSET = 0;
    static final int TYPED_POINTERS_OFFSET = 4;
    static final int QUEUES_OFFSET = 8;
    static final int LATE_OFFSET = 12;
    static final int PLACES_LOG2_OFFSET = 16;
    static final int MAX_CONNECTIONS_OFFSET = 20;
    static final int THREAD_ITERATORS_OFFSET = 24;
    static final int TICK_NS_OFFSET = 32;
    static final int QUANTA_NS_OFFSET = 40;

    private SettingsDescriptor() {}

    static byte[] of(EmfsConfig config, boolean typedPointers, boolean threadIterators) {
        byte[] settings = new byte[SIZE_BYTES];
        List<QueueConfig> queues = config.queues();
        boolean quanta = config.policy().quanta() == Quanta.ENFORCE;
        ByteBuffer buffer = ByteBuffer.wrap(settings)
                .order(ByteOrder.nativeOrder())
                .putInt(PEERS_OFFSET, config.monitor().maxPeers() > 0 ? 1 : 0)
                .putInt(TYPED_POINTERS_OFFSET, typedPointers ? 1 : 0)
                .putInt(QUEUES_OFFSET, quanta ? queues.size() : 0)
                .putInt(LATE_OFFSET, config.policy().late() == Late.YIELD ? 1 : 0)
                .putInt(
                        PLACES_LOG2_OFFSET,
                        Integer.numberOfTrailingZeros(
                                ConnectionTable.places(config.monitor().maxSockets())))
                .putInt(MAX_CONNECTIONS_OFFSET, config.monitor().maxSockets())
                .putInt(THREAD_ITERATORS_OFFSET, threadIterators ? 1 : 0)
                .putLong(TICK_NS_OFFSET, tickNs());
        for (int i = 0; i < queues.size(); i++) {
            buffer.putLong(
                    QUANTA_NS_OFFSET + i * Long.BYTES, queues.get(i).quantum().toNanos());
        }
        return settings;
    }

    /** The coarse clocks advance with the kernel's tick: their resolution is its period. */
    private static long tickNs() {
        long[] resolution = new long[2];
        if (Libc.clock_getres(Libc.CLOCK_MONOTONIC_COARSE, resolution) != 0) {
            throw new NativeException("clock_getres", "CLOCK_MONOTONIC_COARSE", Libc.lastErrno());
        }
        return resolution[1];
    }
}

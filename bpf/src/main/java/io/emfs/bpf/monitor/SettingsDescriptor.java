package io.emfs.bpf.monitor;

import io.emfs.config.MonitorConfig;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** {@code struct settings} of emfs.h: what the programs see as constants. */
final class SettingsDescriptor {
    static final int SIZE_BYTES = 8;
    static final int PEERS_OFFSET = 0;
    static final int TYPED_POINTERS_OFFSET = 4;

    private SettingsDescriptor() {}

    static byte[] of(MonitorConfig config, boolean typedPointers) {
        byte[] settings = new byte[SIZE_BYTES];
        ByteBuffer.wrap(settings)
                .order(ByteOrder.nativeOrder())
                .putInt(PEERS_OFFSET, config.maxPeers() > 0 ? 1 : 0)
                .putInt(TYPED_POINTERS_OFFSET, typedPointers ? 1 : 0);
        return settings;
    }
}

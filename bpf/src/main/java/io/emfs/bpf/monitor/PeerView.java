package io.emfs.bpf.monitor;

import io.emfs.bpf.libbpf.BpfMap;
import io.emfs.state.FunctionKey;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads the kernel side's {@code peers}: {@code struct peer_key} and {@code struct peer} of emfs.h. Thread-safe. */
final class PeerView {
    private static final int KEY_BYTES = 24;
    private static final int FAMILY_OFFSET = 4;
    private static final int ADDRESS_OFFSET = 8;
    private static final int VALUE_BYTES = 16;
    private static final int LATENCY_NS_OFFSET = 8;
    private static final int AF_INET = 2;
    private static final int IPV4_BYTES = 4;

    private final BpfMap peers;
    private final FunctionIds ids;

    PeerView(BpfMap peers, FunctionIds ids) {
        this.peers = peers;
        this.ids = ids;
    }

    List<Peer> all() {
        List<Peer> all = new ArrayList<>();
        peers.forEach(KEY_BYTES, VALUE_BYTES, (key, value) -> all.add(peer(key, value)));
        return all;
    }

    private Peer peer(byte[] rawKey, byte[] rawValue) {
        ByteBuffer key = ByteBuffer.wrap(rawKey).order(ByteOrder.nativeOrder());
        ByteBuffer value = ByteBuffer.wrap(rawValue).order(ByteOrder.nativeOrder());
        FunctionKey function = ids.key(key.getInt(0));
        int end = key.getInt(FAMILY_OFFSET) == AF_INET ? ADDRESS_OFFSET + IPV4_BYTES : KEY_BYTES;
        try {
            InetAddress address = InetAddress.getByAddress(Arrays.copyOfRange(rawKey, ADDRESS_OFFSET, end));
            return new Peer(function, address, value.getLong(0), value.getLong(LATENCY_NS_OFFSET));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("4 or 16 bytes make an address", e);
        }
    }
}

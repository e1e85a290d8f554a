package io.emfs.bpf.monitor;

import io.emfs.bpf.libbpf.BpfMap;
import io.emfs.bpf.libbpf.BpfObject;
import io.emfs.bpf.libbpf.MappedArray;
import io.emfs.bpf.libbpf.Table;
import java.util.concurrent.atomic.AtomicInteger;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The connections that the kernel side tracks: each in the place that its socket's address gives it, mapped here, or
 * among the displaced ones, in a hash table, if another one was there first. Thread-safe; not to be touched after
 * {@link #close}.
 */
final class ConnectionTable implements Table, AutoCloseable {
    static final String PLACES = "connections";
    static final String DISPLACED = "displaced";

    /** Not an owner: the place is being written. */
    private static final long CLAIMED = 1;

    private final int capacity;
    private final int places;
    private final MappedArray mapped;
    private final UnsafeBuffer connections;
    private final BpfMap displaced;
    private final UnsafeBuffer shared;

    /** {@code shared} is the programs' {@link SharedDescriptor}. */
    ConnectionTable(BpfObject object, int capacity, UnsafeBuffer shared) {
        this.capacity = capacity;
        this.shared = shared;
        places = places(capacity);
        mapped = new MappedArray(object.map(PLACES), 1, places * ConnectionDescriptor.SIZE_BYTES);
        connections = mapped.slot(0);
        displaced = object.map(DISPLACED);
    }

    /** How many places there are for so many connections: a power of two. */
    static int places(int capacity) {
        return Math.max(2, Integer.highestOneBit(capacity));
    }

    @Override
    public String name() {
        return "connections";
    }

    @Override
    public int capacity() {
        return capacity;
    }

    @Override
    public int entryBytes() {
        return ConnectionDescriptor.KEY_BYTES + ConnectionDescriptor.SIZE_BYTES;
    }

    @Override
    public int entries() {
        return Math.toIntExact(shared.getLongVolatile(SharedDescriptor.CONNECTIONS_OFFSET));
    }

    /** Connections with a request that waits for its answer; walks them all. */
    int pending() {
        AtomicInteger pending = new AtomicInteger();
        for (int place = 0; place < places; place++) {
            int offset = place * ConnectionDescriptor.SIZE_BYTES;
            if (isOwner(ownerAt(offset)) && ConnectionDescriptor.isPending(connections, offset)) {
                pending.incrementAndGet();
            }
        }
        displaced.forEach(ConnectionDescriptor.KEY_BYTES, ConnectionDescriptor.SIZE_BYTES, (key, value) -> {
            if (ConnectionDescriptor.isPending(new UnsafeBuffer(value), 0)) {
                pending.incrementAndGet();
            }
        });
        return pending.get();
    }

    /** Forgets those that nothing has gone over since, and that wait for nothing; returns how many there were. */
    int forgetQuietSince(long monotonicNs) {
        int forgotten = 0;
        for (int place = 0; place < places; place++) {
            int offset = place * ConnectionDescriptor.SIZE_BYTES;
            long owner = ownerAt(offset);
            if (isOwner(owner)
                    && ConnectionDescriptor.isQuietSince(connections, offset, monotonicNs)
                    && connections.compareAndSetLong(offset + ConnectionDescriptor.OWNER_OFFSET, owner, 0)) {
                forgotten++;
            }
        }
        forgotten += displaced.removeIf(
                ConnectionDescriptor.KEY_BYTES,
                ConnectionDescriptor.SIZE_BYTES,
                value -> ConnectionDescriptor.isQuietSince(new UnsafeBuffer(value), 0, monotonicNs));
        shared.getAndAddLong(SharedDescriptor.CONNECTIONS_OFFSET, -forgotten);
        return forgotten;
    }

    private long ownerAt(int offset) {
        return connections.getLongVolatile(offset + ConnectionDescriptor.OWNER_OFFSET);
    }

    private static boolean isOwner(long owner) {
        return owner != 0 && owner != CLAIMED;
    }

    @Override
    public void close() {
        mapped.close();
    }
}

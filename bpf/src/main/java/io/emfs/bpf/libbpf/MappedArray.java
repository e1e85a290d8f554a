package io.emfs.bpf.libbpf;

import com.sun.jna.Pointer;
import io.emfs.bpf.Libc;
import io.emfs.bpf.NativeException;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A BPF array with BPF_F_MMAPABLE, mapped: reads and atomic updates without a system call, seen by the programs at once.
 * Thread-safe as far as its accesses are volatile or atomic; do not touch it after {@link #close}.
 */
public final class MappedArray implements AutoCloseable {
    private static final int ALIGNMENT = 8;

    private final Pointer address;
    private final long bytes;
    private final int entries;
    private final int entryBytes;
    private final UnsafeBuffer[] slots;

    /**
     * Maps the whole array.
     *
     * @param entryBytes size of one value, as in the C struct
     */
    public MappedArray(BpfMap map, int entries, int entryBytes) {
        this.entries = entries;
        this.entryBytes = (entryBytes + ALIGNMENT - 1) & -ALIGNMENT;
        long page = Libc.getpagesize();
        this.bytes = ((long) entries * this.entryBytes + page - 1) / page * page;
        this.address = Libc.mmap(Pointer.NULL, bytes, Libc.PROT_READ | Libc.PROT_WRITE, Libc.MAP_SHARED, map.fd(), 0);
        if (Pointer.nativeValue(address) == -1) {
            throw new NativeException("mmap", "BPF array, bytes=" + bytes, Libc.lastErrno());
        }
        this.slots = new UnsafeBuffer[entries];
    }

    public int entries() {
        return entries;
    }

    /** The value at {@code index}; the buffer stays valid until {@link #close}. */
    public UnsafeBuffer slot(int index) {
        UnsafeBuffer slot = slots[index];
        if (slot == null) {
            slot = new UnsafeBuffer(Pointer.nativeValue(address) + (long) index * entryBytes, entryBytes);
            slots[index] = slot;
        }
        return slot;
    }

    @Override
    public void close() {
        Libc.munmap(address, bytes);
    }
}

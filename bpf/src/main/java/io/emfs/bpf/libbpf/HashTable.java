package io.emfs.bpf.libbpf;

import com.sun.jna.Pointer;
import io.emfs.bpf.Errno;
import io.emfs.bpf.NativeException;
import java.util.Set;

/**
 * The dimensions and the fill of a BPF hash table. Thread-safe. Failures throw {@link NativeException}, also once the
 * object that it came from is closed.
 */
public final class HashTable implements Table {
    /** {@code enum bpf_map_type}: HASH, PERCPU_HASH, LRU_HASH, LRU_PERCPU_HASH. */
    private static final Set<Integer> TYPES = Set.of(1, 5, 9, 10);

    private static final Set<Integer> PER_CPU_TYPES = Set.of(5, 10);
    private static final int PER_CPU_ALIGNMENT = 8;

    /** Entries per system call; what is counted at once is copied. */
    private static final int BATCH = 4096;

    /** The kernel's place in the table is the number of a bucket. */
    private static final int POSITION_BYTES = 4;

    private final String name;
    private final int fd;
    private final int keyBytes;
    private final int valueBytes;
    private final int capacity;

    private HashTable(String name, int fd, int keyBytes, int valueBytes, int capacity) {
        this.name = name;
        this.fd = fd;
        this.keyBytes = keyBytes;
        this.valueBytes = valueBytes;
        this.capacity = capacity;
    }

    static boolean isOne(int mapType) {
        return TYPES.contains(mapType);
    }

    static HashTable of(Pointer map) {
        return new HashTable(
                LibBpf.bpf_map__name(map),
                LibBpf.bpf_map__fd(map),
                LibBpf.bpf_map__key_size(map),
                valueBytes(map),
                LibBpf.bpf_map__max_entries(map));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int capacity() {
        return capacity;
    }

    /** Key and value, of all CPUs where there is one for each; the kernel adds a header. */
    @Override
    public int entryBytes() {
        return keyBytes + valueBytes;
    }

    /**
     * Entries at this moment. The kernel keeps no count: this copies the table, a few ms where 65 536 entries are full
     * (BPF_MAP_LOOKUP_BATCH, Linux 5.6); entries that come or go meanwhile may be missed or counted twice.
     */
    @Override
    public int entries() {
        byte[] keys = new byte[BATCH * keyBytes];
        byte[] values = new byte[BATCH * valueBytes];
        byte[] position = null;
        int entries = 0;
        while (true) {
            byte[] next = new byte[POSITION_BYTES];
            int[] count = {BATCH};
            int result = LibBpf.bpf_map_lookup_batch(fd, position, next, keys, values, count, null);
            if (result < 0 && result != -Errno.ENOENT.number()) {
                throw new NativeException("bpf_map_lookup_batch", name, Errno.of(-result));
            }
            entries += count[0];
            if (result < 0) {
                return entries;
            }
            position = next;
        }
    }

    private static int valueBytes(Pointer map) {
        int one = LibBpf.bpf_map__value_size(map);
        return PER_CPU_TYPES.contains(LibBpf.bpf_map__type(map))
                ? ((one + PER_CPU_ALIGNMENT - 1) & -PER_CPU_ALIGNMENT) * LibBpf.libbpf_num_possible_cpus()
                : one;
    }
}

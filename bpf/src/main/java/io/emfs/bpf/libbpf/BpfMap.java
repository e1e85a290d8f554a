package io.emfs.bpf.libbpf;

import io.emfs.bpf.Errno;
import io.emfs.bpf.NativeException;
import java.util.Arrays;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A map with keys and values made of 32-bit words. Thread-safe. Failures throw {@link NativeException}. */
public final class BpfMap {
    private static final long BPF_ANY = 0;

    private final String name;
    private final int fd;

    BpfMap(String name, int fd) {
        this.name = name;
        this.fd = fd;
    }

    public int fd() {
        return fd;
    }

    public void put(int value, int... key) {
        put(new int[] {value}, key);
    }

    public void put(int[] value, int... key) {
        BpfObject.check("bpf_map_update_elem", subject(key), LibBpf.bpf_map_update_elem(fd, key, value, BPF_ANY));
    }

    /** Removes the key; false if it was not there. */
    public boolean remove(int... key) {
        int result = LibBpf.bpf_map_delete_elem(fd, key);
        if (result == -Errno.ENOENT.number()) {
            return false;
        }
        BpfObject.check("bpf_map_delete_elem", subject(key), result);
        return true;
    }

    /** The sum over all CPUs of a slot in a per-CPU array of 64-bit values. */
    public long sum(int slot) {
        long[] perCpu = new long[LibBpf.libbpf_num_possible_cpus()];
        BpfObject.check("bpf_map_lookup_elem", subject(slot), LibBpf.bpf_map_lookup_elem(fd, new int[] {slot}, perCpu));
        return Arrays.stream(perCpu).sum();
    }

    /**
     * Removes the entries whose value {@code remove} accepts, and returns how many of them were still there. Others may
     * come and go meanwhile; a walk that loses its place because of them ends early.
     */
    public int removeIf(int keyBytes, int valueBytes, Predicate<byte[]> remove) {
        int[] removed = new int[1];
        forEach(keyBytes, valueBytes, (key, value) -> {
            if (remove.test(value) && LibBpf.bpf_map_delete_elem(fd, key) == 0) {
                removed[0]++;
            }
        });
        return removed[0];
    }

    /** Hands over each entry's bytes, as above. */
    public void forEach(int keyBytes, int valueBytes, BiConsumer<byte[], byte[]> visitor) {
        byte[] value = new byte[valueBytes];
        byte @Nullable [] key = nextKey(null, keyBytes);
        while (key != null) {
            byte @Nullable [] next = nextKey(key, keyBytes); // before the visitor may remove its predecessor
            if (LibBpf.bpf_map_lookup_elem(fd, key, value) == 0) {
                visitor.accept(key, value);
            }
            key = next;
        }
    }

    private byte @Nullable [] nextKey(byte @Nullable [] key, int keyBytes) {
        byte[] next = new byte[keyBytes];
        return LibBpf.bpf_map_get_next_key(fd, key, next) == 0 ? next : null;
    }

    private String subject(int... key) {
        return name + Arrays.toString(key);
    }
}

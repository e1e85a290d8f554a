package io.emfs.bpf.libbpf;

import com.sun.jna.Callback;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import org.jspecify.annotations.Nullable;

/** The functions of libbpf.so.1 that eMFS calls: null or a negative errno on failure (libbpf 1.0 rules). */
final class LibBpf {
    static {
        Native.register("libbpf.so.1");
    }

    private LibBpf() {}

    static native @Nullable Pointer bpf_object__open_mem(Pointer elf, long bytes, @Nullable Pointer options);

    static native int bpf_object__load(Pointer object);

    static native void bpf_object__close(Pointer object);

    static native @Nullable Pointer bpf_object__find_program_by_name(Pointer object, String name);

    static native @Nullable Pointer bpf_object__next_program(Pointer object, @Nullable Pointer previous);

    static native @Nullable Pointer bpf_object__next_map(Pointer object, @Nullable Pointer previous);

    static native @Nullable Pointer bpf_object__find_map_by_name(Pointer object, String name);

    static native int bpf_program__set_autoload(Pointer program, boolean autoload);

    static native @Nullable Pointer bpf_program__attach(Pointer program);

    static native String bpf_program__name(Pointer program);

    static native String bpf_program__section_name(Pointer program);

    static native int bpf_program__fd(Pointer program);

    static native int bpf_prog_test_run_opts(int fd, Pointer options);

    static native int bpf_obj_get_info_by_fd(int fd, byte[] info, int[] bytes);

    static native int bpf_enable_stats(int type);

    static native int bpf_link__destroy(Pointer link);

    static native int bpf_link_create(int program, int target, int attachType, Pointer options);

    static native int bpf_iter_create(int link);

    static native int bpf_map__fd(Pointer map);

    static native String bpf_map__name(Pointer map);

    static native int bpf_map__type(Pointer map);

    static native int bpf_map__key_size(Pointer map);

    static native int bpf_map__value_size(Pointer map);

    static native int bpf_map__max_entries(Pointer map);

    static native int bpf_map__set_max_entries(Pointer map, int entries);

    static native int bpf_map__set_initial_value(Pointer map, byte[] data, long bytes);

    static native int bpf_map_update_elem(int fd, int[] key, int[] value, long flags);

    static native int bpf_map_lookup_elem(int fd, int[] key, long[] value);

    static native int bpf_map_lookup_elem(int fd, byte[] key, byte[] value);

    static native int bpf_map_delete_elem(int fd, int[] key);

    static native int bpf_map_delete_elem(int fd, byte[] key);

    static native int bpf_map_get_next_key(int fd, byte @Nullable [] key, byte[] next);

    static native int bpf_map_lookup_batch(
            int fd,
            byte @Nullable [] position,
            byte[] next,
            byte[] keys,
            byte[] values,
            int[] count,
            @Nullable Pointer options);

    static native int libbpf_num_possible_cpus();

    /** 1 if the kernel takes programs of the type, 0 if not, or a negative errno. */
    static native int libbpf_probe_bpf_prog_type(int type, @Nullable Pointer options);

    /** The BTF id of a kernel function that programs of the attach type could be attached to, or a negative errno. */
    static native int libbpf_find_vmlinux_btf_id(String function, int attachType);

    static native @Nullable Pointer libbpf_set_print(PrintCallback callback);

    /** libbpf_print_fn_t; keep a strong reference or the JVM crashes when libbpf calls a collected stub. */
    interface PrintCallback extends Callback {
        int print(int level, String format, Pointer arguments);
    }
}

package io.emfs.bpf.bench;

import com.sun.jna.Callback;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import org.jspecify.annotations.Nullable;

/** The functions of libbpf.so.1 called here: null or a negative errno on failure (libbpf 1.0 rules). */
final class LibBpfCalls {
    static {
        Native.register("libbpf.so.1");
    }

    private LibBpfCalls() {}

    static native @Nullable Pointer ring_buffer__new(
            int map, SampleCallback callback, @Nullable Pointer context, @Nullable Pointer options);

    static native int ring_buffer__consume(Pointer ring);

    static native void ring_buffer__free(Pointer ring);

    /** ring_buffer_sample_fn; keep a strong reference or the JVM crashes when libbpf calls a collected stub. */
    interface SampleCallback extends Callback {
        int onSample(@Nullable Pointer context, Pointer data, long bytes);
    }
}

package io.emfs.bpf.bench;

import com.sun.jna.Memory;
import io.emfs.bpf.Errno;
import io.emfs.bpf.NativeException;
import io.emfs.bpf.libbpf.BpfObject;

/**
 * A BPF program of type {@code syscall}, run on the calling thread at command with a context of 64-bit words that it may
 * change. Runs allocate nothing. Not thread-safe. {@link #run} throws {@link NativeException}.
 */
public final class SyscallProgram {
    /** {@code struct bpf_test_run_opts} of libbpf 1.1; later versions accept the shorter struct. */
    private static final int OPTIONS_BYTES = 80;

    private static final int CONTEXT_OFFSET = 32;
    private static final int CONTEXT_BYTES_OFFSET = 48;

    private final String name;
    private final int fd;
    private final Memory context;
    private final Memory options = new Memory(OPTIONS_BYTES);

    /** {@code object} stays open as long as this is used. */
    public SyscallProgram(BpfObject object, String name, int contextWords) {
        this.name = name;
        fd = object.programFd(name);
        context = new Memory((long) contextWords * Long.BYTES);
        context.clear();
        options.clear();
        options.setLong(0, OPTIONS_BYTES);
        options.setPointer(CONTEXT_OFFSET, context);
        options.setInt(CONTEXT_BYTES_OFFSET, (int) context.size());
    }

    public void set(int word, long value) {
        context.setLong((long) word * Long.BYTES, value);
    }

    public long get(int word) {
        return context.getLong((long) word * Long.BYTES);
    }

    public void run() {
        int result = LibBpfCalls.bpf_prog_test_run_opts(fd, options);
        if (result < 0) {
            throw new NativeException("bpf_prog_test_run_opts", name, Errno.of(-result));
        }
    }
}

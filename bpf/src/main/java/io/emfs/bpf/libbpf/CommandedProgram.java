package io.emfs.bpf.libbpf;

import com.sun.jna.Memory;
import io.emfs.bpf.Errno;
import io.emfs.bpf.NativeException;
import org.jspecify.annotations.Nullable;

/**
 * A loaded BPF program that is run at command (BPF_PROG_TEST_RUN, {@code struct bpf_test_run_opts} of libbpf 1.1; later
 * versions accept the shorter struct). Runs allocate nothing. Not thread-safe. The object it came from must outlive it.
 * Failures throw {@link NativeException}.
 */
public final class CommandedProgram {
    private static final int OPTIONS_BYTES = 80;
    private static final int CONTEXT_OFFSET = 32;
    private static final int CONTEXT_BYTES_OFFSET = 48;
    private static final int FLAGS_OFFSET = 68;
    private static final int CPU_OFFSET = 72;

    /** {@code BPF_F_TEST_RUN_ON_CPU}. */
    private static final int ON_CPU = 1;

    private final String name;
    private final int fd;
    private final @Nullable Memory context;
    private final Memory options = new Memory(OPTIONS_BYTES);

    private CommandedProgram(BpfObject object, String name, @Nullable Memory context) {
        this.name = name;
        this.context = context;
        fd = object.programFd(name);
        options.clear();
        options.setLong(0, OPTIONS_BYTES);
        if (context != null) {
            context.clear();
            options.setPointer(CONTEXT_OFFSET, context);
            options.setInt(CONTEXT_BYTES_OFFSET, (int) context.size());
        }
    }

    /** A program without a context. */
    public static CommandedProgram of(BpfObject object, String name) {
        return new CommandedProgram(object, name, null);
    }

    /** A program with a context of 64-bit words, which it may change. */
    public static CommandedProgram of(BpfObject object, String name, int contextWords) {
        return new CommandedProgram(object, name, new Memory((long) contextWords * Long.BYTES));
    }

    public void set(int word, long value) {
        context().setLong((long) word * Long.BYTES, value);
    }

    public long get(int word) {
        return context().getLong((long) word * Long.BYTES);
    }

    /** Runs it on the calling thread. */
    public void run() {
        options.setInt(FLAGS_OFFSET, 0);
        perform();
    }

    /** Runs it as an interrupt of whatever runs on that CPU, and waits for its end; raw tracepoint programs only. */
    public void runOn(int cpu) {
        options.setInt(FLAGS_OFFSET, ON_CPU);
        options.setInt(CPU_OFFSET, cpu);
        perform();
    }

    private Memory context() {
        if (context == null) {
            throw new IllegalStateException(name + " has no context");
        }
        return context;
    }

    private void perform() {
        int result = LibBpf.bpf_prog_test_run_opts(fd, options);
        if (result < 0) {
            throw new NativeException("bpf_prog_test_run_opts", name, Errno.of(-result));
        }
    }
}

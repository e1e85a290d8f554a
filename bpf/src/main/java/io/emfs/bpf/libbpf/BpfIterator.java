package io.emfs.bpf.libbpf;

import com.sun.jna.Memory;
import io.emfs.bpf.Libc;
import io.emfs.bpf.NativeException;
import java.io.ByteArrayOutputStream;

/**
 * Runs a program of type {@code iter/task} over threads, and reads what it writes. Six system calls each time, five for
 * a thread. Thread-safe; callers take turns. Failures throw {@link NativeException}.
 */
public final class BpfIterator {
    private static final int TRACE_ITER = 28;
    private static final int OPTIONS_BYTES = 32;
    private static final int OPTIONS_INFO = 16;
    private static final int OPTIONS_INFO_BYTES = 24;

    /** union bpf_iter_link_info: the task's numbers are its first words. */
    private static final int INFO_BYTES = 16;

    private static final int INFO_TID = 0;
    private static final int INFO_PID = 4;
    private static final int CHUNK_BYTES = 1 << 16;

    private final int program;
    private final Memory info = new Memory(INFO_BYTES);
    private final Memory options = new Memory(OPTIONS_BYTES);
    private final Memory chunk = new Memory(CHUNK_BYTES); // an array would be copied to and fro, whole, at each call

    /** Of a loaded program; {@code program} is its file descriptor, and stays its object's. */
    public BpfIterator(int program) {
        this.program = program;
        info.clear();
        options.clear();
        options.setLong(0, OPTIONS_BYTES);
        options.setPointer(OPTIONS_INFO, info);
        options.setInt(OPTIONS_INFO_BYTES, INFO_BYTES);
    }

    /** Of all threads of the machine. */
    public byte[] all() {
        return run(0, 0);
    }

    /** Of the threads of a process. */
    public byte[] ofProcess(int pid) {
        return run(0, pid);
    }

    /** Of one thread: empty if it is gone. All that the program writes of it is taken in one read. */
    public byte[] ofThread(int tid) {
        return run(tid, 0);
    }

    /** File descriptor of a link over all threads, for others to read from; the caller's to close. */
    public int link() {
        return link(0, 0);
    }

    private synchronized int link(int tid, int pid) {
        info.setInt(INFO_TID, tid);
        info.setInt(INFO_PID, pid);
        int link = LibBpf.bpf_link_create(program, 0, TRACE_ITER, options);
        BpfObject.check("bpf_link_create", "tid=" + tid + ", pid=" + pid, link);
        return link;
    }

    private synchronized byte[] run(int tid, int pid) {
        int link = link(tid, pid);
        try {
            int iterator = LibBpf.bpf_iter_create(link);
            BpfObject.check("bpf_iter_create", "tid=" + tid + ", pid=" + pid, iterator);
            try {
                return tid != 0 ? read(iterator) : drain(iterator);
            } finally {
                Libc.close(iterator);
            }
        } finally {
            Libc.close(link);
        }
    }

    private byte[] drain(int iterator) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] more;
        do {
            more = read(iterator);
            bytes.writeBytes(more);
        } while (more.length > 0);
        return bytes.toByteArray();
    }

    private byte[] read(int iterator) {
        int length = (int) Libc.read(iterator, chunk, CHUNK_BYTES);
        if (length < 0) {
            throw new NativeException("read", "iterator over tasks", Libc.lastErrno());
        }
        return chunk.getByteArray(0, length);
    }
}

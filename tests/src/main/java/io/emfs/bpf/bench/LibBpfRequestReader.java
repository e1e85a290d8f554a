package io.emfs.bpf.bench;

import com.sun.jna.Pointer;
import io.emfs.bpf.Errno;
import io.emfs.bpf.Libc;
import io.emfs.bpf.NativeException;
import io.emfs.bpf.ring.AnswerEventDescriptor;
import org.jspecify.annotations.Nullable;

/**
 * The usual way to read a BPF ring buffer from Java: libbpf's {@code ring_buffer__consume} calls back through JNA, once
 * for each record. Reads every field of a request event, and adds them up so that no read can be left out. Not
 * thread-safe.
 */
public final class LibBpfRequestReader implements AutoCloseable {
    private final LibBpfCalls.SampleCallback callback = this::onSample;
    private final Pointer ring;
    private long sum;

    public LibBpfRequestReader(int ringFd) {
        Pointer created = LibBpfCalls.ring_buffer__new(ringFd, callback, null, null);
        if (created == null) {
            throw new NativeException("ring_buffer__new", "fd=" + ringFd, Libc.lastErrno());
        }
        ring = created;
    }

    /** Takes all records that are there; returns how many. */
    public int consume() {
        int records = LibBpfCalls.ring_buffer__consume(ring);
        if (records < 0) {
            throw new NativeException("ring_buffer__consume", "ring buffer", Errno.of(-records));
        }
        return records;
    }

    public long sum() {
        return sum;
    }

    @Override
    public void close() {
        LibBpfCalls.ring_buffer__free(ring);
    }

    private int onSample(@Nullable Pointer context, Pointer data, long bytes) {
        sum += data.getInt(0)
                + data.getInt(AnswerEventDescriptor.FUNCTION_ID_OFFSET)
                + data.getLong(AnswerEventDescriptor.ARRIVAL_NS_OFFSET)
                + data.getLong(AnswerEventDescriptor.QUEUE_NS_OFFSET)
                + data.getLong(AnswerEventDescriptor.SERVICE_NS_OFFSET)
                + data.getInt(AnswerEventDescriptor.TID_OFFSET);
        return 0;
    }
}

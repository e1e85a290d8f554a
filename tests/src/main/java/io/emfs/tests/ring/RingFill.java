package io.emfs.tests.ring;

import io.emfs.bpf.libbpf.BpfObject;
import io.emfs.bpf.libbpf.CommandedProgram;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/**
 * A BPF ring buffer that a BPF program fills with request events on the calling thread, without any traffic. One thread
 * fills; counts may be read by any.
 */
public final class RingFill implements AutoCloseable {
    private static final String OBJECT = "/io/emfs/tests/workload/ringfill.bpf.o";

    /** Words of {@code struct fill}. */
    private static final int RECORDS = 0;

    private static final int SUBMITTED = 1;
    private static final int DROPPED = 2;
    private static final int WORDS = 3;

    private final BpfObject object;
    private final CommandedProgram program;
    private final int capacityBytes;
    private volatile long submitted;
    private volatile long dropped;

    private RingFill(BpfObject object, int capacityBytes) {
        this.object = object;
        this.capacityBytes = capacityBytes;
        program = CommandedProgram.of(object, "fill_ring", WORDS);
    }

    public static RingFill open(int capacityBytes) {
        BpfObject object = BpfObject.open(elf()).maxEntries("events", capacityBytes);
        try {
            return new RingFill(object.load(), capacityBytes);
        } catch (RuntimeException e) {
            object.close();
            throw e;
        }
    }

    /** Submits so many records, or counts them as dropped. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread fills
    public void fill(int records) {
        program.set(RECORDS, records);
        program.run();
        submitted += program.get(SUBMITTED);
        dropped += program.get(DROPPED);
    }

    /** Records handed to the ring since it was opened. */
    public long submitted() {
        return submitted;
    }

    /** Records that found the ring full, as the kernel side counts them. */
    public long dropped() {
        return dropped;
    }

    public int ringFd() {
        return object.map("events").fd();
    }

    public int capacityBytes() {
        return capacityBytes;
    }

    @Override
    public void close() {
        object.close();
    }

    private static byte[] elf() {
        try (InputStream in = RingFill.class.getResourceAsStream(OBJECT)) {
            return Objects.requireNonNull(in, OBJECT + " is not on the class path")
                    .readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(OBJECT, e);
        }
    }
}

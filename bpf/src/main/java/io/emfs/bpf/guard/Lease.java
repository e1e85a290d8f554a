package io.emfs.bpf.guard;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * How long the agent may be silent before the guard puts everything back: the file {@code lease}, mapped by both.
 * Thread-safe, but {@link #renew} means something only on the thread whose hanging shall be noticed.
 */
final class Lease implements AutoCloseable {
    private final Path path;
    private final UnsafeBuffer fields;

    private Lease(Path path, MappedByteBuffer mapping) {
        this.path = path;
        this.fields = new UnsafeBuffer(mapping);
    }

    /** Creates it anew, renewed at this moment. */
    static Lease create(Path directory, Duration term) throws IOException {
        Path path = directory.resolve("lease");
        Files.deleteIfExists(path); // one that an earlier guard may still have mapped
        try (FileChannel file = FileChannel.open(
                path, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            Lease lease = new Lease(path, file.map(MapMode.READ_WRITE, 0, LeaseDescriptor.SIZE_BYTES));
            lease.fields.putInt(LeaseDescriptor.MAGIC_OFFSET, LeaseDescriptor.MAGIC);
            lease.fields.putInt(LeaseDescriptor.VERSION_OFFSET, LeaseDescriptor.VERSION);
            lease.fields.putLong(LeaseDescriptor.LEASE_NS_OFFSET, term.toNanos());
            lease.renew();
            return lease;
        }
    }

    /** {@link System#nanoTime} is CLOCK_MONOTONIC on Linux. */
    void renew() {
        fields.putLongVolatile(LeaseDescriptor.RENEWED_NS_OFFSET, System.nanoTime());
    }

    /** How often it lapsed while the agent lived. */
    long lapses() {
        return fields.getLongVolatile(LeaseDescriptor.LAPSES_OFFSET);
    }

    GuardState guardState() {
        return GuardState.of(fields.getIntVolatile(LeaseDescriptor.GUARD_STATE_OFFSET));
    }

    /** How long ago the guard looked at it last, ns; 0 before it first does. */
    long sinceLookNs() {
        long lookedNs = fields.getLongVolatile(LeaseDescriptor.LOOKED_NS_OFFSET);
        return lookedNs == 0 ? 0 : System.nanoTime() - lookedNs;
    }

    int guardPid() {
        return fields.getIntVolatile(LeaseDescriptor.GUARD_PID_OFFSET);
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(path);
    }
}

package io.emfs.bpf.ring;

import static io.emfs.bpf.ring.RingBufferDescriptor.BUSY_BIT;
import static io.emfs.bpf.ring.RingBufferDescriptor.DISCARD_BIT;
import static io.emfs.bpf.ring.RingBufferDescriptor.HEADER_BYTES;
import static io.emfs.bpf.ring.RingBufferDescriptor.LENGTH_MASK;
import static io.emfs.bpf.ring.RingBufferDescriptor.POSITION_OFFSET;
import static io.emfs.bpf.ring.RingBufferDescriptor.recordBytes;

import com.sun.jna.Pointer;
import io.emfs.bpf.Errno;
import io.emfs.bpf.Libc;
import io.emfs.bpf.NativeException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalLong;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Drains a BPF ring buffer on the calling thread, straight from mapped memory; one reading thread at a time. A full ring
 * is the kernel's to count; nothing is thrown for it. {@link #await} throws {@link NativeException} on any errno but
 * EINTR.
 */
public final class RingBufferReader implements AutoCloseable {
    private static final int PAGE_BYTES = Libc.getpagesize();
    private static final int EPOLL_EVENT_BYTES = 16;

    private final int capacityBytes;
    private final Pointer consumerPage;
    private final Pointer producerPages;
    private final UnsafeBuffer consumerPosition;
    private final UnsafeBuffer producerPosition;
    private final UnsafeBuffer data;
    private final int epoll;
    private long position;
    private volatile long highWaterBytes;
    private boolean closed;

    /** Maps the ring behind {@code fd}, a map of {@code capacityBytes} entries. */
    public RingBufferReader(int fd, int capacityBytes) {
        this.capacityBytes = capacityBytes;
        consumerPage = map(fd, PAGE_BYTES, Libc.PROT_READ | Libc.PROT_WRITE, 0);
        // the data pages follow twice, so that a record which wraps is contiguous all the same
        producerPages = map(fd, PAGE_BYTES + 2L * capacityBytes, Libc.PROT_READ, PAGE_BYTES);
        consumerPosition = new UnsafeBuffer(Pointer.nativeValue(consumerPage), PAGE_BYTES);
        producerPosition = new UnsafeBuffer(Pointer.nativeValue(producerPages), PAGE_BYTES);
        data = new UnsafeBuffer(Pointer.nativeValue(producerPages) + PAGE_BYTES, 2 * capacityBytes);
        position = consumerPosition.getLongVolatile(POSITION_OFFSET);
        epoll = Libc.epoll_create1(0);
        watch(fd);
    }

    /** Blocks until the ring has data or {@code timeoutMs} has passed; −1 waits for ever. */
    public void await(int timeoutMs) {
        if (Libc.epoll_wait(epoll, new byte[EPOLL_EVENT_BYTES], 1, timeoutMs) < 0) {
            Errno errno = Libc.lastErrno();
            if (errno != Errno.EINTR) {
                throw new NativeException("epoll_wait", "ring buffer", errno);
            }
        }
    }

    /** Hands over up to {@code limit} records and frees their space; returns how many. */
    public int poll(RecordHandler handler, int limit) {
        long produced = producerPosition.getLongVolatile(POSITION_OFFSET);
        long fill = produced - position;
        if (fill > highWaterBytes) {
            highWaterBytes = fill;
        }
        int records = 0;
        int last = 0;
        while (position < produced && records < limit) {
            int offset = (int) (position & (capacityBytes - 1));
            int length = data.getIntVolatile(offset);
            if ((length & BUSY_BIT) != 0) {
                break;
            }
            if ((length & DISCARD_BIT) == 0) {
                handler.onRecord(data, offset + HEADER_BYTES, length & LENGTH_MASK);
                records++;
                last = offset + HEADER_BYTES;
            }
            position += recordBytes(length & LENGTH_MASK);
        }
        if (records > 0) {
            handler.afterBatch(data, last, records);
        }
        consumerPosition.putLongVolatile(POSITION_OFFSET, position);
        return records;
    }

    public int capacityBytes() {
        return capacityBytes;
    }

    /** The most bytes that a poll has found; from any thread. */
    public long highWaterBytes() {
        return highWaterBytes;
    }

    /** When the oldest record that waits to be read was emitted; none if none waits or the reader is just at it. */
    public synchronized OptionalLong oldestUnreadNs() {
        if (closed) {
            return OptionalLong.empty();
        }
        long oldest = consumerPosition.getLongVolatile(POSITION_OFFSET);
        if (oldest >= producerPosition.getLongVolatile(POSITION_OFFSET)) {
            return OptionalLong.empty();
        }
        int offset = (int) (oldest & (capacityBytes - 1));
        if ((data.getIntVolatile(offset) & (BUSY_BIT | DISCARD_BIT)) != 0) {
            return OptionalLong.empty();
        }
        OptionalLong emittedNs = EmissionTime.ofRecord(data, offset + HEADER_BYTES);
        // the producer may have reused the place only if the reader has moved on
        return consumerPosition.getLongVolatile(POSITION_OFFSET) == oldest ? emittedNs : OptionalLong.empty();
    }

    /** Bytes produced and not yet drained; from any thread, 0 once closed. */
    public synchronized long fillBytes() {
        if (closed) {
            return 0;
        }
        return producerPosition.getLongVolatile(POSITION_OFFSET) - consumerPosition.getLongVolatile(POSITION_OFFSET);
    }

    @Override
    public synchronized void close() {
        closed = true;
        Libc.close(epoll);
        Libc.munmap(producerPages, PAGE_BYTES + 2L * capacityBytes);
        Libc.munmap(consumerPage, PAGE_BYTES);
    }

    private void watch(int fd) {
        byte[] event = new byte[EPOLL_EVENT_BYTES];
        ByteBuffer.wrap(event).order(ByteOrder.nativeOrder()).putInt(0, Libc.EPOLLIN);
        if (Libc.epoll_ctl(epoll, Libc.EPOLL_CTL_ADD, fd, event) != 0) {
            throw new NativeException("epoll_ctl", "ring buffer fd=" + fd, Libc.lastErrno());
        }
    }

    private static Pointer map(int fd, long bytes, int protection, long offset) {
        Pointer address = Libc.mmap(Pointer.NULL, bytes, protection, Libc.MAP_SHARED, fd, offset);
        if (Pointer.nativeValue(address) == -1) {
            throw new NativeException(
                    "mmap", "ring buffer fd=" + fd + ", bytes=" + bytes + ", offset=" + offset, Libc.lastErrno());
        }
        return address;
    }
}

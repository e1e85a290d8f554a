package io.emfs.bpf.ring;

/** Layout of a mapped BPF_MAP_TYPE_RINGBUF (kernel/bpf/ringbuf.c, include/uapi/linux/bpf.h). */
final class RingBufferDescriptor {
    /** Both position pages begin with a 64-bit byte count that only grows. */
    static final int POSITION_OFFSET = 0;

    static final int HEADER_BYTES = 8;
    static final int ALIGNMENT = 8;

    /** Set in the length word while the producer is still writing. */
    static final int BUSY_BIT = 1 << 31;

    /** Set in the length word of a record that the producer gave up. */
    static final int DISCARD_BIT = 1 << 30;

    static final int LENGTH_MASK = ~(BUSY_BIT | DISCARD_BIT);

    private RingBufferDescriptor() {}

    static int recordBytes(int length) {
        return (length + HEADER_BYTES + ALIGNMENT - 1) & -ALIGNMENT;
    }
}

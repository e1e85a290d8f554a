package io.emfs.bpf.guard;

/** {@code struct lease} of guard/lease.h, in the machine's byte order. Times are CLOCK_MONOTONIC ns. */
final class LeaseDescriptor {
    static final int MAGIC = 0x53464d65;
    static final int VERSION = 1;

    static final int MAGIC_OFFSET = 0;
    static final int VERSION_OFFSET = 4;
    static final int RENEWED_NS_OFFSET = 8;
    static final int LEASE_NS_OFFSET = 16;
    static final int LAPSES_OFFSET = 24;
    static final int GUARD_PID_OFFSET = 32;
    static final int GUARD_STATE_OFFSET = 36;
    static final int LOOKED_NS_OFFSET = 40;
    static final int SIZE_BYTES = 48;

    private LeaseDescriptor() {}
}

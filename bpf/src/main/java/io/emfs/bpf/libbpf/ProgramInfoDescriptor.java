package io.emfs.bpf.libbpf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The part of {@code struct bpf_prog_info} (include/uapi/linux/bpf.h) that is read, in the machine's byte order. */
final class ProgramInfoDescriptor {
    static final int RUN_TIME_NS_OFFSET = 192;
    static final int RUN_COUNT_OFFSET = 200;

    /** Up to and with {@code run_cnt}; a kernel fills in no more than what it is asked for. */
    static final int SIZE_BYTES = 208;

    private ProgramInfoDescriptor() {}

    static long runTimeNs(byte[] info) {
        return wrap(info).getLong(RUN_TIME_NS_OFFSET);
    }

    static long runCount(byte[] info) {
        return wrap(info).getLong(RUN_COUNT_OFFSET);
    }

    private static ByteBuffer wrap(byte[] info) {
        return ByteBuffer.wrap(info).order(ByteOrder.nativeOrder());
    }
}

package io.emfs.bpf.monitor;

/** {@code struct function} of emfs.h. */
final class FunctionDescriptor {
    static final int SIZE_BYTES = 192;
    static final int SLO_NS_OFFSET = 0;
    static final int DEMAND_NS_OFFSET = 8;
    static final int DIGEST_OFFSET = 16;

    /** 16 bits, as are the flags. */
    static final int QUEUE_OFFSET = 20;

    static final int FLAGS_OFFSET = 22;
    static final int UNANSWERED_OFFSET = 24;
    static final int UNSUPPORTED_OFFSET = 32;
    static final int ARRIVALS_OFFSET = 64;
    static final int ANSWERED_OFFSET = 128;
    static final int BYTES_IN_OFFSET = 136;
    static final int BYTES_OUT_OFFSET = 144;

    /** {@code FUNCTION_CLIENT}. */
    static final short CLIENT = 1;

    private FunctionDescriptor() {}
}

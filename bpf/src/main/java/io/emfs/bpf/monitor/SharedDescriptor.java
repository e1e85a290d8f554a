package io.emfs.bpf.monitor;

/** {@code struct shared} of emfs.h: data that the programs and user space have in common. */
final class SharedDescriptor {
    /** The section, and so the map, that it is in. */
    static final String MAP = ".bss.shared";

    static final int SIZE_BYTES = 80;
    static final int REALTIME_OFFSET_NS_OFFSET = 0;
    static final int CONNECTIONS_OFFSET = 64;
    static final int NEARS_OFFSET = 72;

    private SharedDescriptor() {}
}

package io.emfs.bpf.libbpf;

/**
 * A loaded BPF program. Thread-safe. Failures throw {@link io.emfs.bpf.NativeException}, also once the object that it
 * came from is closed.
 */
public final class BpfProgram {
    private final String name;
    private final String section;
    private final int fd;

    BpfProgram(String name, String section, int fd) {
        this.name = name;
        this.section = section;
        this.fd = fd;
    }

    public String name() {
        return name;
    }

    /** The section name, which says what it is attached to: {@code raw_tp/tcp_probe}. */
    public String section() {
        return section;
    }

    /** How often and how long it has run while {@link RunTimeStatistics} were on: one system call. */
    public ProgramStatistics statistics() {
        byte[] info = new byte[ProgramInfoDescriptor.SIZE_BYTES];
        BpfObject.check(
                "bpf_obj_get_info_by_fd", name, LibBpf.bpf_obj_get_info_by_fd(fd, info, new int[] {info.length}));
        return new ProgramStatistics(
                name, section, ProgramInfoDescriptor.runCount(info), ProgramInfoDescriptor.runTimeNs(info));
    }
}

package io.emfs.bpf.libbpf;

/** What this kernel's BPF can do, found out by trying. Thread-safe. */
public final class BpfFeatures {
    private static final int BPF_PROG_TYPE_TRACING = 26;
    private static final int BPF_TRACE_FENTRY = 24;

    private BpfFeatures() {}

    /** Whether programs can be attached to the entry of kernel functions without a breakpoint. */
    public static boolean fentry() {
        LibBpfLog.install();
        return LibBpf.libbpf_probe_bpf_prog_type(BPF_PROG_TYPE_TRACING, null) == 1;
    }

    /** Whether programs may give a pointer its kernel type and follow it with plain loads (bpf_rdonly_cast, Linux 6.2). */
    public static boolean typedPointers() {
        return fentry("bpf_rdonly_cast");
    }

    /** Whether programs may walk over a process's threads (bpf_iter_task_new, Linux 6.7). */
    public static boolean threadIterators() {
        return fentry("bpf_iter_task_new");
    }

    /** CPUs that there may ever be on this machine, which bounds their numbers. */
    public static int possibleCpus() {
        return LibBpf.libbpf_num_possible_cpus();
    }

    /** Whether the kernel has the function by this name, not inlined. */
    public static boolean fentry(String function) {
        return LibBpf.libbpf_find_vmlinux_btf_id(function, BPF_TRACE_FENTRY) > 0;
    }
}

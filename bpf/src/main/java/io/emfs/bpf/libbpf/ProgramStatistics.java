package io.emfs.bpf.libbpf;

/**
 * What the kernel counts of one BPF program, on all CPUs, from its load on, but only while {@link RunTimeStatistics} are
 * on. Both figures only grow.
 *
 * @param section what it is attached to: {@code raw_tp/tcp_probe}
 */
public record ProgramStatistics(String program, String section, long runs, long runTimeNs) {}

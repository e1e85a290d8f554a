package io.emfs.bpf.probe;

import io.emfs.bpf.proc.ProcFs;
import java.util.EnumSet;
import java.util.Set;

/** The capabilities(7) that eMFS uses, with the kernel's numbers. */
public enum Capability {
    CAP_DAC_READ_SEARCH(2, "match functions of other users by environment or port", false),
    CAP_SYS_PTRACE(19, "match functions of other users by environment or port", false),
    CAP_SYS_NICE(23, "change how functions are scheduled", true),
    CAP_PERFMON(38, "attach BPF programs to tracepoints", true),
    CAP_BPF(39, "load BPF programs", true);

    /** Before Linux 5.8 this one stood for BPF and PERFMON, and it still implies them. */
    private static final int CAP_SYS_ADMIN = 21;

    private final int number;
    private final String purpose;
    private final boolean required;

    Capability(int number, String purpose, boolean required) {
        this.number = number;
        this.purpose = purpose;
        this.required = required;
    }

    public String purpose() {
        return purpose;
    }

    /** Whether a main part of eMFS, monitoring or scheduling, is lost without it. */
    public boolean required() {
        return required;
    }

    /** The capabilities that this process lacks. */
    public static Set<Capability> missing(ProcFs proc) {
        long effective =
                proc.effectiveCapabilities((int) ProcessHandle.current().pid());
        Set<Capability> missing = EnumSet.noneOf(Capability.class);
        for (Capability capability : values()) {
            boolean implied = capability.number >= CAP_PERFMON.number && has(effective, CAP_SYS_ADMIN);
            if (!has(effective, capability.number) && !implied) {
                missing.add(capability);
            }
        }
        return missing;
    }

    private static boolean has(long effective, int number) {
        return (effective >>> number & 1) != 0;
    }
}

package io.emfs.bpf.probe;

import io.emfs.bpf.NativeException;
import io.emfs.bpf.monitor.HookStatus;
import io.emfs.bpf.monitor.RequestMonitor;
import io.emfs.bpf.proc.KernelFile;
import io.emfs.bpf.proc.ProcFs;
import io.emfs.bpf.sched.LinuxThreadScheduler;
import io.emfs.bpf.sched.ThreadPolicy;
import io.emfs.config.EmfsConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Asks the machine, by trying, what of eMFS works on it; changes nothing that lasts. Runs on the calling thread. */
public final class MachineProbe {
    private static final Path KERNEL_BTF = Path.of("/sys/kernel/btf/vmlinux");
    private static final Path SYSCTL = Path.of("/proc/sys/kernel");

    private final ProcFs proc = new ProcFs();

    public List<Finding> ask(EmfsConfig config) {
        List<Finding> findings = new ArrayList<>();
        findings.add(capabilities());
        findings.add(btf());
        findings.addAll(hooks(config));
        findings.add(realTime());
        findings.add(Finding.ok("preemption", PreemptionModel.under(Path.of("/"))));
        findings.add(sysctl("sched_rr_timeslice_ms", "the round-robin slice stays the kernel's"));
        findings.add(sysctl("sched_rt_runtime_us", "full cores stall real-time functions 50 ms in each second"));
        return findings;
    }

    private Finding capabilities() {
        Set<Capability> missing = Capability.missing(proc);
        if (missing.isEmpty()) {
            return Finding.ok("capabilities", "all that eMFS uses");
        }
        List<String> details = missing.stream()
                .map(capability -> capability + " (to " + capability.purpose() + ")")
                .toList();
        String detail = "missing: " + String.join(", ", details);
        String remedy =
                "run as root, or grant them: setcap, systemd AmbientCapabilities=, or the pod's securityContext";
        return missing.stream().anyMatch(Capability::required)
                ? Finding.failed("capabilities", detail, remedy)
                : Finding.degraded("capabilities", detail, remedy);
    }

    private static Finding btf() {
        return Files.isReadable(KERNEL_BTF)
                ? Finding.ok("kernel types (BTF)", System.getProperty("os.version"))
                : Finding.failed(
                        "kernel types (BTF)",
                        KERNEL_BTF + " is not there",
                        "run a kernel built with CONFIG_DEBUG_INFO_BTF=y (every current distribution's)");
    }

    private static List<Finding> hooks(EmfsConfig config) {
        try {
            return RequestMonitor.probe(config).stream().map(MachineProbe::hook).toList();
        } catch (NativeException | UnsatisfiedLinkError e) {
            return List.of(Finding.failed(
                    "BPF programs",
                    String.valueOf(e.getMessage()),
                    "needs CAP_BPF and CAP_PERFMON, libbpf 1.x (Debian package libbpf1) and a kernel with BPF"));
        }
    }

    private static Finding hook(HookStatus status) {
        String subject = "hook " + status.hook().tracepoint();
        if (status.error() == null) {
            return Finding.ok(subject, status.wayName() + ": " + status.hook().yields());
        }
        String detail = "lost: " + status.hook().yields() + "; " + status.error();
        String remedy = "run a kernel with fentry, kprobes or this tracepoint";
        return status.hook().required()
                ? Finding.failed(subject, detail, remedy)
                : Finding.degraded(subject, detail, remedy);
    }

    /** Tries on a child of its own, because what it asks about is other processes' threads. */
    private static Finding realTime() {
        try {
            Process child = new ProcessBuilder("sleep", "10").start();
            try {
                new LinuxThreadScheduler().apply((int) child.pid(), ThreadPolicy.roundRobin(1));
                return Finding.ok("SCHED_RR", "permitted");
            } finally {
                child.destroyForcibly();
            }
        } catch (NativeException e) {
            return Finding.failed(
                    "SCHED_RR",
                    String.valueOf(e.getMessage()),
                    "needs CAP_SYS_NICE and, under cgroup v1, cpu.rt_runtime_us > 0 in the cpu group of this process");
        } catch (IOException e) {
            return Finding.failed("SCHED_RR", "cannot start a process to try on: " + e.getMessage(), "");
        }
    }

    private static Finding sysctl(String name, String otherwise) {
        Path file = SYSCTL.resolve(name);
        String subject = "sysctl kernel." + name;
        try {
            String value = KernelFile.read(file);
            return Files.isWritable(file)
                    ? Finding.ok(subject, "is " + value + ", may be set while eMFS runs")
                    : Finding.degraded(
                            subject, "read-only, is " + value + ": " + otherwise, "mount /proc/sys read-write");
        } catch (IOException e) {
            return Finding.degraded(subject, "not there: " + otherwise, "");
        }
    }
}

package io.emfs.bpf.monitor;

import io.emfs.bpf.proc.ProcFs;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a process is matched by; each fact is read from proc(5) when first asked for. Not thread-safe. */
final class ProcessFacts {
    private final ProcFs proc;
    private final int pid;
    private final Set<Integer> ports;
    private @Nullable Map<String, String> environment;

    /** {@code ports}: TCP ports that the process is known to listen on. */
    ProcessFacts(ProcFs proc, int pid, Set<Integer> ports) {
        this.proc = proc;
        this.pid = pid;
        this.ports = ports;
    }

    Set<Integer> ports() {
        return ports;
    }

    Map<String, String> environment() {
        if (environment == null) {
            environment = proc.environment(pid);
        }
        return environment;
    }

    String command() {
        return proc.command(pid);
    }

    String[] cgroups() {
        return proc.cgroups(pid);
    }
}

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

    /**
     * Facts of {@code pid}.
     *
     * @param ports TCP ports that the process is known to listen on
     * @param environment if it is known; null to read it
     */
    ProcessFacts(ProcFs proc, int pid, Set<Integer> ports, @Nullable Map<String, String> environment) {
        this.proc = proc;
        this.pid = pid;
        this.ports = ports;
        this.environment = environment;
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

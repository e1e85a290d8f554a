package io.emfs.bpf.monitor;

import io.emfs.bpf.proc.ProcFs;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a process is matched by; each fact is read from proc(5) when first asked for. Not thread-safe. */
final class ProcessFacts {
    private final ProcFs proc;
    private final int pid;
    private final Set<Integer> ports;
    private @Nullable Map<String, String> environment;
    private @Nullable String command;
    private String @Nullable [] cgroups;

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

    int pid() {
        return pid;
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
        if (command == null) {
            command = proc.command(pid);
        }
        return command;
    }

    String[] cgroups() {
        if (cgroups == null) {
            cgroups = proc.cgroups(pid);
        }
        return cgroups;
    }

    /** Inode; empty once the process has ended. */
    Optional<Integer> networkNamespace() {
        return proc.networkNamespace(pid);
    }
}

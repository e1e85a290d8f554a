package io.emfs.bpf.monitor;

import io.emfs.bpf.monitor.FunctionTracker.Listener;
import io.emfs.bpf.proc.ProcFs;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds the processes that run before the monitor does, with the ports that they listen on. */
final class ProcessScan {
    private final ProcFs proc;
    private final Map<Integer, Map<Long, Integer>> portsByNamespace = new HashMap<>();

    ProcessScan(ProcFs proc) {
        this.proc = proc;
    }

    void feed(FunctionTracker tracker, long timestampNs) {
        for (int pid : proc.processes()) {
            tracker.found(pid, listeners(pid), timestampNs);
        }
    }

    Set<Listener> listeners(int pid) {
        Optional<Integer> namespace = proc.networkNamespace(pid);
        if (namespace.isEmpty()) {
            return Set.of();
        }
        Map<Long, Integer> ports =
                portsByNamespace.computeIfAbsent(namespace.get(), absent -> proc.listeningPorts(pid));
        if (ports.isEmpty()) {
            return Set.of();
        }
        Map<Integer, Integer> socketsByPort = new HashMap<>();
        for (long inode : proc.socketInodes(pid)) {
            Integer port = ports.get(inode);
            if (port != null) {
                socketsByPort.merge(port, 1, Integer::sum);
            }
        }
        return socketsByPort.entrySet().stream()
                .map(entry -> new Listener(namespace.get(), entry.getKey(), entry.getValue()))
                .collect(Collectors.toUnmodifiableSet());
    }
}

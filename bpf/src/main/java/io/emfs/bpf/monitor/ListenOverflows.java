package io.emfs.bpf.monitor;

import io.emfs.bpf.proc.ProcFs;
import io.emfs.state.FunctionKey;
import java.util.HashMap;
import java.util.Map;

/**
 * Connections that found a full accept queue (TcpExt ListenOverflows of netstat(8)) in the network namespaces of
 * functions since the monitor met them: such a request is late before any hook of a connection can see it. The kernel
 * counts them per namespace, not per socket. Thread-safe.
 */
final class ListenOverflows {
    private static final long REFRESH_NS = 1_000_000_000;

    private final ProcFs proc;
    private final ProcessTable processes;
    private final Map<Integer, Long> newest = new HashMap<>();
    private long total;
    private long refreshedNs = System.nanoTime() - REFRESH_NS;

    ListenOverflows(ProcFs proc, ProcessTable processes) {
        this.proc = proc;
        this.processes = processes;
    }

    /** Asks the kernel at most once a second. */
    synchronized long total() {
        long now = System.nanoTime();
        if (now - refreshedNs >= REFRESH_NS) {
            refreshedNs = now;
            processOfEachNamespace().forEach(this::refresh);
        }
        return total;
    }

    private Map<Integer, Integer> processOfEachNamespace() {
        Map<Integer, Integer> pids = new HashMap<>();
        for (FunctionKey key : processes.functions()) {
            for (int pid : processes.pidsOf(key)) {
                proc.networkNamespace(pid).ifPresent(namespace -> pids.putIfAbsent(namespace, pid));
            }
        }
        return pids;
    }

    private void refresh(int namespace, int pid) {
        proc.listenOverflows(pid).ifPresent(now -> {
            Long before = newest.put(namespace, now);
            total += before == null ? 0 : now - before;
        });
    }
}

package io.emfs.bpf.monitor;

import static io.emfs.bpf.ring.ProcessEventDescriptor.CAUSE_EXEC;
import static io.emfs.bpf.ring.ProcessEventDescriptor.CAUSE_EXIT;
import static io.emfs.bpf.ring.ProcessEventDescriptor.CAUSE_FORK;
import static io.emfs.bpf.ring.ProcessEventDescriptor.CAUSE_LISTEN;
import static io.emfs.bpf.ring.ProcessEventDescriptor.CAUSE_READ;

import io.emfs.bpf.proc.ProcFs;
import io.emfs.state.FunctionKey;
import io.emfs.state.InstanceExited;
import io.emfs.state.InstanceStarted;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Follows the processes of functions through listen, exec, fork and exit, and tells the kernel side whose they are. What
 * the kernel side knows by itself is acted on at once, on the ring's reading thread; what proc(5) must tell is looked up
 * by the {@link PidExecutor}. eMFS's own process is never a function's.
 */
final class FunctionTracker {
    private final FunctionMatcher matcher;
    private final FunctionIds ids;
    private final ProcessTable table;
    private final ProcFs proc;
    private final KernelSide kernel;
    private final NodeEventListener listener;
    private final PidExecutor lookups;
    private final int self = (int) ProcessHandle.current().pid();

    FunctionTracker(
            FunctionMatcher matcher,
            FunctionIds ids,
            ProcessTable table,
            ProcFs proc,
            KernelSide kernel,
            NodeEventListener listener,
            PidExecutor lookups) {
        this.matcher = matcher;
        this.ids = ids;
        this.table = table;
        this.proc = proc;
        this.kernel = kernel;
        this.listener = listener;
        this.lookups = lookups;
    }

    /** A process event of the kernel; {@code functionId} is 0 where the kernel side could not tell. */
    void onProcess(int cause, int functionId, int pid, int networkNamespace, int port, long timestampNs) {
        if (pid == self) {
            return;
        }
        switch (cause) {
            case CAUSE_LISTEN -> listening(functionId, pid, new Listener(networkNamespace, port), timestampNs);
            case CAUSE_EXEC -> executed(functionId, pid, timestampNs);
            // a forked process inherits its parent's scheduling: it is recorded, there is nothing to apply
            case CAUSE_FORK -> forked(functionId, pid);
            case CAUSE_READ -> adopt(pid, functionId, timestampNs);
            case CAUSE_EXIT -> exited(pid, timestampNs);
            default -> throw new IllegalArgumentException("unknown process cause " + cause);
        }
    }

    /**
     * A process found running, with every port that it listens on; a child without a match of its own is its parent's.
     * Reads proc(5) on the calling thread.
     */
    void found(int pid, Set<Listener> listeners, long timestampNs) {
        if (pid == self) {
            return;
        }
        Set<Integer> ports = listeners.stream().map(Listener::port).collect(Collectors.toUnmodifiableSet());
        match(pid, ports)
                .or(() -> proc.parent(pid).flatMap(table::functionOf).map(FunctionKey::function))
                .ifPresent(name -> {
                    int id = ids.idOf(name);
                    listeners.forEach(end -> kernel.portServes(end.networkNamespace(), end.port(), id));
                    adopt(pid, id, timestampNs);
                });
    }

    private void listening(int functionId, int pid, Listener end, long timestampNs) {
        if (functionId != 0) {
            adopt(pid, functionId, timestampNs);
        }
        lookups.execute(
                pid,
                () -> match(pid, Set.of(end.port()))
                        .map(ids::idOf)
                        .filter(id -> id != functionId)
                        .ifPresent(id -> {
                            kernel.portServes(end.networkNamespace(), end.port(), id);
                            adoptIfAlive(pid, id, timestampNs);
                        }));
    }

    /** Announced each time: wrappers such as chrt(1) or nice(1) set the policy of what they execute. */
    private void executed(int functionId, int pid, long timestampNs) {
        if (functionId != 0 && !adopt(pid, functionId, timestampNs)) {
            listener.onEvent(new InstanceStarted(ids.key(functionId), pid, timestampNs));
        }
        lookups.execute(
                pid,
                () -> match(pid, Set.of())
                        .map(ids::idOf)
                        .filter(id -> id != functionId)
                        .ifPresent(id -> adoptIfAlive(pid, id, timestampNs)));
    }

    private Optional<String> match(int pid, Set<Integer> ports) {
        return matcher.match(new ProcessFacts(proc, pid, ports));
    }

    private synchronized void forked(int functionId, int pid) {
        table.add(pid, ids.key(functionId));
    }

    /** False if the process served the function already. */
    private synchronized boolean adopt(int pid, int functionId, long timestampNs) {
        FunctionKey key = ids.key(functionId);
        if (!table.add(pid, key)) {
            return false;
        }
        kernel.processServes(pid, functionId);
        listener.onEvent(new InstanceStarted(key, pid, timestampNs));
        return true;
    }

    /** After a lookup, in whose time the process may have ended, and its exit have passed unnoticed. */
    private synchronized void adoptIfAlive(int pid, int functionId, long timestampNs) {
        adopt(pid, functionId, timestampNs);
        if (!proc.exists(pid)) {
            kernel.processGone(pid);
            exited(pid, timestampNs);
        }
    }

    private synchronized void exited(int pid, long timestampNs) {
        table.remove(pid)
                .ifPresent(
                        key -> listener.onEvent(new InstanceExited(key, pid, table.pidsOf(key).length, timestampNs)));
    }

    /** A listening port in its network namespace. */
    record Listener(int networkNamespace, int port) {}
}

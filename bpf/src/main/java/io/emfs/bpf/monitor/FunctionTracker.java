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
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;
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
    private final ProcessBirths births;
    private final RuntimeClients clients;

    /** Processes that were a function's until the configuration changed, and which one's. */
    private final Map<Integer, Integer> letGo = new HashMap<>();

    private final int self = (int) ProcessHandle.current().pid();

    FunctionTracker(
            FunctionMatcher matcher,
            FunctionIds ids,
            ProcessTable table,
            ProcFs proc,
            KernelSide kernel,
            NodeEventListener listener,
            PidExecutor lookups,
            EpochClock clock) {
        this.matcher = matcher;
        this.ids = ids;
        this.table = table;
        this.proc = proc;
        this.kernel = kernel;
        this.listener = listener;
        this.lookups = lookups;
        this.births = new ProcessBirths(proc, clock);
        this.clients = new RuntimeClients(proc, kernel);
    }

    void onProcess(ProcessEvent event) {
        if (event.pid() == self) {
            return;
        }
        switch (event.cause()) {
            case CAUSE_LISTEN -> listening(event);
            case CAUSE_EXEC -> executed(event);
            // a forked process inherits its parent's scheduling: it is recorded, there is nothing to apply
            case CAUSE_FORK -> forked(event);
            case CAUSE_READ -> reading(event);
            case CAUSE_EXIT -> exited(event.pid(), event.timestampNs());
            default -> throw new IllegalArgumentException("unknown process cause " + event.cause());
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
        ProcessFacts facts = new ProcessFacts(proc, pid, ports(listeners), null);
        matcher.match(facts)
                .or(() -> proc.parent(pid).flatMap(table::functionOf).map(FunctionKey::function))
                .flatMap(ids::idOf)
                .ifPresent(id -> {
                    listeners.forEach(end -> kernel.endServes(end.networkNamespace(), end.port(), id, end.sockets()));
                    adoptBorn(births.of(pid), pid, id, timestampNs);
                    clients.found(facts, id);
                });
    }

    /**
     * Lets go of the function's processes that are no longer its own by what the matcher says now; they are told of as exited.
     * Reads proc(5) on the calling thread.
     *
     * @param released told of each such process
     */
    void recheck(FunctionKey key, ProcessScan scan, long timestampNs, IntConsumer released) {
        boolean any = true;
        while (any) { // children of one that is let go are looked at again
            any = false;
            for (int pid : table.pidsOf(key)) {
                Set<Listener> listeners = scan.listeners(pid);
                if (ownerOf(pid, listeners).filter(key.function()::equals).isEmpty()) {
                    release(pid, key, listeners, timestampNs);
                    released.accept(pid);
                    any = true;
                }
            }
        }
    }

    private Optional<String> ownerOf(int pid, Set<Listener> listeners) {
        return matcher.match(new ProcessFacts(proc, pid, ports(listeners), null))
                .or(() -> proc.parent(pid)
                        .filter(parent -> parent != pid)
                        .flatMap(table::functionOf)
                        .map(FunctionKey::function));
    }

    private synchronized void release(int pid, FunctionKey key, Set<Listener> listeners, long timestampNs) {
        ids.find(key).ifPresent(id -> letGo.put(pid, id));
        kernel.processGone(pid);
        listeners.forEach(end -> kernel.endGone(end.networkNamespace(), end.port()));
        matcher.forget(pid);
        removed(pid, timestampNs);
    }

    /** Tells of every process again, as if it had just been found. */
    synchronized void announce(long timestampNs) {
        for (FunctionKey key : table.functions()) {
            for (int pid : table.pidsOf(key)) {
                listener.onEvent(new InstanceStarted(key, pid, timestampNs, kernel.cpusOf(pid)));
            }
        }
    }

    private static Set<Integer> ports(Set<Listener> listeners) {
        return listeners.stream().map(Listener::port).collect(Collectors.toUnmodifiableSet());
    }

    private void listening(ProcessEvent event) {
        if (event.functionId() != 0) {
            adopt(event.pid(), event.functionId(), event.timestampNs());
        }
        lookups.execute(
                event.pid(),
                () -> matcher.match(new ProcessFacts(proc, event.pid(), Set.of(event.port()), null))
                        .flatMap(ids::idOf)
                        .filter(id -> id != event.functionId())
                        .ifPresent(id -> {
                            kernel.endServes(event.networkNamespace(), event.port(), id, 1);
                            adoptIfAlive(event.pid(), id, event.timestampNs());
                        }));
    }

    /** Announced each time: wrappers such as chrt(1) or nice(1) set the policy of what they execute. */
    private void executed(ProcessEvent event) {
        int known = event.functionId();
        if (known != 0) {
            executedAgain(event.pid(), known, event.timestampNs());
        }
        Runnable lookup = () -> {
            matcher.forget(event.pid());
            ProcessFacts facts = new ProcessFacts(proc, event.pid(), Set.of(), event.environment());
            matcher.match(facts).flatMap(ids::idOf).ifPresent(id -> {
                clients.executed(facts, id);
                if (id != known) {
                    adoptIfAlive(event.pid(), id, event.timestampNs());
                }
            });
        };
        if (event.environment() != null && matcher.needsOnlyEnvironment()) {
            lookup.run();
        } else {
            lookups.execute(event.pid(), lookup);
        }
    }

    /** What the kernel side knew then may have been taken back since, if it was said of an earlier owner of the process id. */
    private synchronized void executedAgain(int pid, int functionId, long timestampNs) {
        FunctionKey key = ids.key(functionId);
        if (table.functionOf(pid).filter(key::equals).isPresent()) {
            table.add(pid, key, timestampNs);
            listener.onEvent(new InstanceStarted(key, pid, timestampNs, kernel.cpusOf(pid)));
        } else {
            adoptIfAlive(pid, functionId, timestampNs);
        }
    }

    private synchronized void forked(ProcessEvent event) {
        table.addForked(event.pid(), event.parentPid(), ids.key(event.functionId()), event.timestampNs());
    }

    /** A connection that was open when the process was let go is still known as the function's. */
    private synchronized void reading(ProcessEvent event) {
        Integer former = letGo.get(event.pid());
        if (former == null || former != event.functionId()) {
            adopt(event.pid(), event.functionId(), event.timestampNs());
        } else {
            kernel.processGone(event.pid());
        }
    }

    private synchronized void adopt(int pid, int functionId, long timestampNs) {
        FunctionKey key = ids.key(functionId);
        letGo.remove(pid);
        if (table.add(pid, key, timestampNs)) {
            listener.onEvent(new InstanceStarted(key, pid, timestampNs, kernel.cpusOf(pid)));
        }
    }

    /**
     * After a lookup, in whose time the process may have ended, its exit have passed unnoticed, and its process id have
     * become another's.
     */
    private void adoptIfAlive(int pid, int functionId, long timestampNs) {
        adoptBorn(births.before(pid, timestampNs), pid, functionId, timestampNs);
    }

    private synchronized void adoptBorn(Optional<Long> birth, int pid, int functionId, long timestampNs) {
        if (birth.isEmpty()) {
            matcher.forget(pid);
            return;
        }
        if (table.functionOf(pid).filter(ids.key(functionId)::equals).isEmpty()) {
            kernel.processServes(pid, functionId);
        }
        adopt(pid, functionId, timestampNs);
        if (!births.of(pid).equals(birth)) {
            kernel.processGone(pid);
            exited(pid, timestampNs);
        }
    }

    private synchronized void exited(int pid, long timestampNs) {
        matcher.forget(pid);
        letGo.remove(pid);
        removed(pid, timestampNs);
    }

    private void removed(int pid, long timestampNs) {
        table.remove(pid)
                .ifPresent(
                        key -> listener.onEvent(new InstanceExited(key, pid, table.pidsOf(key).length, timestampNs)));
    }

    /** Sockets that listen on a port, in its network namespace. */
    record Listener(int networkNamespace, int port, int sockets) {}
}

package io.emfs.bpf.monitor;

import io.emfs.bpf.monitor.AmbiguousProcess.Cause;
import io.emfs.bpf.proc.ProcFs;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running processes that serve more than one function, each announced once. What a process matches may show bit by
 * bit, with each port that it opens: claims add up until it ends or executes another program. Thread-safe.
 */
public final class AmbiguousProcesses {
    private static final Logger log = LoggerFactory.getLogger(AmbiguousProcesses.class);

    private static final int MOST_WARNINGS = 10;

    private final ProcFs proc;
    private final Consumer<AmbiguousProcess> announce;
    private final Map<Integer, Set<String>> claims = new HashMap<>();
    private final Map<Integer, AmbiguousProcess> ambiguous = new LinkedHashMap<>();

    AmbiguousProcesses(ProcFs proc, Consumer<AmbiguousProcess> announce) {
        this.proc = proc;
        this.announce = announce;
    }

    /** Announces by warnings in the log, the first ones each by itself. */
    static AmbiguousProcesses logged(ProcFs proc) {
        AtomicInteger count = new AtomicInteger();
        return new AmbiguousProcesses(proc, process -> {
            int number = count.incrementAndGet();
            if (number <= MOST_WARNINGS) {
                log.warn("process {} {}; {}", process.pid(), process.detail(), AmbiguousProcess.REMEDY);
            } else if (number == MOST_WARNINGS + 1) {
                log.warn("more processes serve several functions each; ./emfs doctor lists those that run");
            }
        });
    }

    /** Those that run now. */
    public synchronized List<AmbiguousProcess> all() {
        // nobody reports the end of a process that serves no function that eMFS knows
        ambiguous.keySet().removeIf(pid -> !proc.exists(pid));
        return List.copyOf(ambiguous.values());
    }

    /** The criteria of these declared functions hold for the process. */
    synchronized void claimed(int pid, Collection<String> functions) {
        if (functions.isEmpty()) {
            return;
        }
        Set<String> all = claims.computeIfAbsent(pid, absent -> new LinkedHashSet<>());
        if (all.addAll(functions) && all.size() > 1) {
            note(pid, Cause.SEVERAL_MATCH, all);
        }
    }

    /** The process runs a program that is known to serve several functions. */
    synchronized void shared(int pid) {
        note(pid, Cause.SHARED_RUNTIME, claims.getOrDefault(pid, Set.of()));
    }

    /** The process ended, or executes another program. */
    synchronized void forget(int pid) {
        claims.remove(pid);
        ambiguous.remove(pid);
    }

    private void note(int pid, Cause cause, Set<String> functions) {
        AmbiguousProcess process = new AmbiguousProcess(pid, cause, new LinkedHashSet<>(functions));
        if (ambiguous.put(pid, process) == null) {
            announce.accept(process);
        }
    }
}

package io.emfs.bpf.monitor;

import io.emfs.state.FunctionKey;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Which processes serve which function. Written by one thread at a time, read by any. */
public final class ProcessTable {
    private final Map<Integer, Entry> functions = new ConcurrentHashMap<>();
    private final Map<FunctionKey, Set<Integer>> processes = new ConcurrentHashMap<>();
    private final Map<Integer, Fork> forks = new ConcurrentHashMap<>();

    /**
     * A process that a function's process forked.
     *
     * @param root the process that was the function's by itself, of which this one descends
     */
    public record Fork(int pid, int parent, int root, long timestampNs) {}

    /** As of the newest event that told whose the process is, epoch ns. */
    private record Entry(FunctionKey key, long sinceNs) {}

    /** The process ids of the function, in no order. */
    public int[] pidsOf(FunctionKey key) {
        Set<Integer> pids = processes.get(key);
        return pids == null
                ? new int[0]
                : pids.stream().mapToInt(Integer::intValue).toArray();
    }

    public Collection<FunctionKey> functions() {
        return processes.keySet();
    }

    public Optional<FunctionKey> functionOf(int pid) {
        return Optional.ofNullable(functions.get(pid)).map(Entry::key);
    }

    /**
     * When the process of that number was the function's for sure, epoch ns: one that started later only has its number.
     * {@link Long#MIN_VALUE} if there is none.
     */
    public long knownNs(FunctionKey key, int pid) {
        Entry entry = functions.get(pid);
        return entry == null || !entry.key().equals(key) ? Long.MIN_VALUE : entry.sinceNs();
    }

    /** The living processes that others forked; what they descend of may have ended. */
    public Set<Fork> forks() {
        return new HashSet<>(forks.values());
    }

    public int size() {
        return functions.size();
    }

    /** Puts the process under the function, away from any other; false if it was there already. */
    boolean add(int pid, FunctionKey key, long timestampNs) {
        Entry before = functions.put(pid, new Entry(key, timestampNs));
        if (before != null && key.equals(before.key())) {
            return false;
        }
        if (before != null) {
            removeFrom(before.key(), pid);
        }
        processes.computeIfAbsent(key, absent -> ConcurrentHashMap.newKeySet()).add(pid);
        return true;
    }

    /** Puts the process under its parent's function. */
    void addForked(int pid, int parent, FunctionKey key, long timestampNs) {
        Fork parents = forks.get(parent);
        forks.put(pid, new Fork(pid, parent, parents == null ? parent : parents.root(), timestampNs));
        add(pid, key, timestampNs);
    }

    /** Forgets the process; the function it served, if any. */
    Optional<FunctionKey> remove(int pid) {
        forks.remove(pid);
        Optional<FunctionKey> key = Optional.ofNullable(functions.remove(pid)).map(Entry::key);
        key.ifPresent(function -> removeFrom(function, pid));
        return key;
    }

    private void removeFrom(FunctionKey key, int pid) {
        processes.computeIfPresent(key, (function, pids) -> {
            pids.remove(pid);
            return pids.isEmpty() ? null : pids;
        });
    }
}

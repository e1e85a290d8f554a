package io.emfs.pipeline.executor;

import io.emfs.bpf.sched.ThreadPolicy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A journal's content, in the order it was written; the first word on a thread or setting stands. Not thread-safe. */
final class JournalIndex {
    private record Identity(int pid, int tid, long startTicks) {}

    private record Instance(long startTicks, ThreadPolicy original, Set<Integer> tids) {}

    private final Map<Identity, ThreadRecord> threads = new LinkedHashMap<>();
    private final Map<Integer, Instance> processes = new LinkedHashMap<>();
    private final Set<Identity> strangers = new HashSet<>();
    private final Map<String, SettingRecord> settings = new LinkedHashMap<>();
    private final Set<Level> levels = new LinkedHashSet<>();

    /** A number that a later process took over belongs to the later process. */
    void add(ThreadRecord thread) {
        threads.putIfAbsent(new Identity(thread.pid(), thread.tid(), thread.startTicks()), thread);
        Instance process = processes.get(thread.pid());
        if (process == null || process.startTicks() != thread.processStartTicks()) {
            process = new Instance(thread.processStartTicks(), thread.original(), new LinkedHashSet<>());
            processes.put(thread.pid(), process);
        }
        process.tids().add(thread.tid());
        if (Levels.privileged(thread.original())) {
            strangers.add(new Identity(thread.pid(), thread.tid(), thread.startTicks()));
        }
    }

    boolean hasStrangers() {
        return !strangers.isEmpty();
    }

    /** Whether somebody else had made that thread real-time. */
    boolean isStranger(int pid, int tid, long startTicks) {
        return strangers.contains(new Identity(pid, tid, startTicks));
    }

    void add(SettingRecord setting) {
        settings.putIfAbsent(setting.path(), setting);
    }

    void add(Level level) {
        levels.add(level);
    }

    /** Whether the thread of a process that started at {@code processStartTicks} is journalled. */
    boolean contains(int pid, long processStartTicks, int tid) {
        Instance process = processes.get(pid);
        return process != null
                && process.startTicks() == processStartTicks
                && process.tids().contains(tid);
    }

    /** How the process's first journalled thread was; null if none of its threads is journalled. */
    @Nullable
    ThreadPolicy originalOf(int pid, long processStartTicks) {
        Instance process = processes.get(pid);
        return process == null || process.startTicks() != processStartTicks ? null : process.original();
    }

    /** The same for whichever process of that number was journalled last, if it started no later than its descendant. */
    @Nullable
    ThreadPolicy originalOfForebear(int pid, long descendantStartTicks) {
        Instance process = processes.get(pid);
        return process == null || process.startTicks() > descendantStartTicks ? null : process.original();
    }

    /** The records of threads that have ended, but for those that tell how a living process was. */
    Set<ThreadRecord> endedOf(ThreadLister lister) {
        Set<ThreadRecord> ended = new HashSet<>();
        Set<Identity> told = new HashSet<>();
        Map<Integer, Long> starts = new HashMap<>();
        for (ThreadRecord thread : threads.values()) {
            long startTicks = starts.computeIfAbsent(thread.pid(), pid -> lister.startTimeTicks(pid, pid));
            boolean processLives = startTicks == thread.processStartTicks();
            boolean first = told.add(new Identity(thread.pid(), thread.pid(), thread.processStartTicks()));
            boolean needed =
                    processLives && (first || lister.startTimeTicks(thread.pid(), thread.tid()) == thread.startTicks());
            if (!needed) {
                ended.add(thread);
            }
        }
        return ended;
    }

    JournalIndex copy() {
        return without(Set.of());
    }

    JournalIndex without(Set<ThreadRecord> dropped) {
        JournalIndex copy = new JournalIndex();
        levels.forEach(copy::add);
        settings.values().forEach(copy::add);
        threads.values().stream().filter(thread -> !dropped.contains(thread)).forEach(copy::add);
        return copy;
    }

    Collection<Integer> pids() {
        return List.copyOf(processes.keySet());
    }

    Collection<ThreadRecord> threads() {
        return List.copyOf(threads.values());
    }

    Collection<SettingRecord> settings() {
        return List.copyOf(settings.values());
    }

    Levels levels() {
        return new Levels(new ArrayList<>(levels));
    }
}

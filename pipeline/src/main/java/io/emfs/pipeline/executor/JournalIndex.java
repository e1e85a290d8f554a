package io.emfs.pipeline.executor;

import io.emfs.bpf.sched.ThreadPolicy;
import java.util.ArrayList;
import java.util.Collection;
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
